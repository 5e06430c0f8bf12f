package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import site.acme.Pebble;
import site.acme.certbot.RealCertbot;
import site.admin.HomeLock;
import site.cli.Cli;
import site.tls.InternalCa;

/** The verbs about certificates, with a running server and a real authority. */
@SuppressWarnings("try") // servers that only have to be there
class CertVerbsTest {
  private static final String NAME = "www.example.com";

  @TempDir Path home;

  private final int http = Ports.free();
  private final int https = Ports.free();

  @BeforeEach
  void needsPebble() {
    assumeTrue(Pebble.isInstalled(), Pebble.MISSING);
  }

  private record Ran(int exit, String out, String err) {}

  @Test
  void aRunningServerTellsAndDoesWhatIsAsked() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
        TestServer server = TestServer.start(home, yaml(pebble, hook(), NAME))) {
      Await.until(() -> cert("list").out().contains("renewal about"));

      assertThat(listed()).hasSize(1);
      assertThat(cert("show", NAME).out()).contains("authority      pebble").contains("p256");
      assertThat(cert("check")).extracting(Ran::exit).isEqualTo(0);
      assertThat(cert("show", "other").err()).contains("no certificate other (see cert list)");

      Ran early = cert("renew", NAME);
      assertThat(early.exit()).isEqualTo(1);
      assertThat(early.err()).contains(NAME + ": is not due before ");
      assertThat(cert("renew", NAME, "--force").out()).contains(NAME + ": valid until ");
      assertThat(listed().get(0).getInteger("generation")).isEqualTo(2);

      assertThat(cert("account", "show").out()).contains("/my-account/");
      assertThat(cert("account", "rotate-key").out()).contains("the account has a new key");
      Ran revoked = cert("revoke", NAME, "--reason", "superseded");
      assertThat(revoked.out()).contains(NAME + ": revoked and replaced");
      assertThat(listed().get(0).getInteger("generation")).isEqualTo(3);
      assertThat(cert("revoke", NAME, "--reason", "boredom").err())
          .contains(
              "\"boredom\" is no reason (expected unspecified, keyCompromise, superseded,"
                  + " cessationOfOperation)");
      assertThat(cert("delete", NAME).err()).contains("the configuration wants it");

      Await.until(() -> events().size() == 4);
      assertThat(events())
          .extracting(e -> e.getString("event"))
          .containsExactly("obtained", "obtained", "obtained", "revoked");
      assertThat(events())
          .allMatch(e -> e.getJsonArray("names").contains(NAME))
          .allMatch(e -> Files.exists(Path.of(e.getString("directory"), "fullchain.pem")));
    }
  }

  @Test
  void termsThatAreAskedForWaitForAPersonsAgreement() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
        TestServer server =
            TestServer.start(
                home,
                yaml(pebble, "", NAME)
                    .replace("challenges: [http-01]", "challenges: [http-01]\n    terms: ask"))) {
      Await.until(() -> cert("show", NAME).out().contains("cert account agree"));

      assertThat(cert("show", NAME).out()).contains("data:text/plain");
      assertThat(pebble.orders()).isZero();
      assertThat(cert("account", "show").out()).contains("no account yet");
      assertThat(cert("account", "agree", "--ca", "pebble").out())
          .contains("pebble: you have agreed to data:text/plain");
      Await.until(() -> cert("list").out().contains("renewal about"));
    }
  }

  @Test
  void anAccountCanBeClosedForGood() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
        TestServer server = TestServer.start(home, yaml(pebble, "", NAME))) {
      Await.until(() -> cert("list").out().contains("renewal about"));

      Ran unsure = cert("account", "deactivate");
      assertThat(unsure.exit()).isEqualTo(2);
      assertThat(unsure.err()).contains("cannot be opened again (--yes if you mean it)");
      assertThat(cert("account", "deactivate", "--yes").out()).contains("is closed for good");
      assertThat(cert("account", "show").out()).contains("no account yet");
      assertThat(home.resolve("data/tls/accounts/pebble/key.pem")).doesNotExist();
    }
  }

  @Test
  void stagingIsAskedWithoutTouchingWhatIsServed() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        Pebble staging =
            Pebble.start(
                home.resolve("staging"),
                new Pebble.Behaviour(http, https).with("PEBBLE_AUTHZREUSE", "0"));
        HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
        TestServer server = TestServer.start(home, withStaging(pebble, staging))) {
      Await.until(() -> cert("list").out().contains("renewal about"));

      assertThat(cert("renew", NAME, "--staging").out()).contains(NAME + ": proved to staging");
      assertThat(cert("doctor", NAME).out()).contains("ok        " + NAME + ": proved to staging");
      assertThat(staging.orders()).isEqualTo(2);
      assertThat(pebble.orders()).isEqualTo(1);
      staging.names("add-a", "{\"host\":\"" + NAME + "\",\"addresses\":[\"127.0.0.7\"]}");
      Ran elsewhere = cert("renew", NAME, "--staging");
      assertThat(elsewhere.exit()).isEqualTo(1);
      assertThat(elsewhere.err()).contains("the name could not be proved").contains("127.0.0.7");
      assertThat(listed().get(0).getInteger("generation")).isEqualTo(1);
    }
  }

  private String withStaging(Pebble pebble, Pebble staging) throws IOException {
    Path roots = home.resolve("roots.pem");
    Files.writeString(
        roots, Files.readString(pebble.serverRoot()) + Files.readString(staging.serverRoot()));
    String dns = Files.readString(home.resolve("pebble/dns"));
    return yaml(pebble, "", NAME)
        .replace(
            "root: \"" + pebble.serverRoot() + "\"",
            "root: \"%s\", staging: \"%s\"".formatted(roots, staging.directoryUrl()))
        .replace(
            "challenges: [http-01]",
            "challenges: [http-01]\n    dns: { persist: true, resolvers: [\"" + dns + "\"] }");
  }

  @Test
  void aCompromisedKeyRevokesItselfAndIsNotUsedAgain() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      String yaml = yaml(pebble, "reuse_key: true", NAME);
      Path key = home.resolve("data/tls/live").resolve(NAME).resolve("privkey.pem");
      try (TestServer server = TestServer.start(home, yaml)) {
        Await.until(() -> cert("list").out().contains("renewal about"));
      }
      String first = Files.readString(key);
      // another account may not revoke what this one has got; the key itself may
      Files.delete(home.resolve("data/tls/accounts/pebble/key.pem"));

      try (HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
          TestServer server = TestServer.start(home, yaml)) {
        Await.until(() -> cert("list").out().contains("renewal about"));
        assertThat(cert("revoke", NAME, "--no-replace").err()).contains("unauthorized");
        assertThat(cert("revoke", NAME, "--reason", "keyCompromise").out())
            .contains(NAME + ": revoked and replaced");
        String second = Files.readString(key);
        assertThat(second).isNotEqualTo(first);
        assertThat(cert("renew", NAME, "--force").exit()).isZero();
        assertThat(Files.readString(key)).isEqualTo(second);
      }
    }
  }

  @Test
  void aCertificateFromAnywhereIsTakenOverAndGivenAwayAsPkcs12() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      configure(yaml(pebble, "", NAME));
      InternalCa.blockingOpen(home.resolve("elsewhere"), Clock.systemUTC())
          .blockingIssue(Set.of(NAME));
      String pem;
      try (Stream<Path> made = Files.list(home.resolve("elsewhere/servers"))) {
        pem = made.findFirst().orElseThrow().toString();
      }

      assertThat(cert("import", "--cert", pem, "--key", pem).out()).contains(NAME + ": taken over");
      assertThat(cert("show", NAME).out()).contains("import");
      assertThat(cert("import", "--cert", pem, "--key", home + "/none").err()).contains("none");

      Path p12 = home.resolve("out.p12");
      InputStream before = System.in;
      System.setIn(new ByteArrayInputStream("of thirty\n".getBytes(StandardCharsets.UTF_8)));
      try {
        assertThat(cert("export", NAME, "--p12", "--out", p12.toString()).exit()).isZero();
      } finally {
        System.setIn(before);
      }
      KeyStore store = KeyStore.getInstance(p12.toFile(), "of thirty".toCharArray());
      assertThat(store.isKeyEntry(NAME)).isTrue();
      assertThat(store.getCertificateChain(NAME)).isNotEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(p12)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void withoutAServerTheFilesAreRead() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      try (TestServer server = TestServer.start(home, yaml(pebble, "", NAME))) {
        Await.until(() -> cert("list").out().contains("renewal about"));
      }
      assertThat(cert("check").out()).contains(NAME + ": valid until ");
      assertThat(cert("renew", NAME).err()).contains("no server runs on");
      assertThat(cert("export", NAME, "--pem").out()).contains("BEGIN CERTIFICATE");
      Path combined = home.resolve("combined.pem");
      assertThat(cert("export", NAME, "--combined", "--out", combined.toString()).exit()).isZero();
      assertThat(Files.readString(combined)).startsWith("-----BEGIN PRIVATE KEY");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(combined)))
          .isEqualTo("rw-------");

      configure(yaml(pebble, "", "other.example.com"));
      assertThat(cert("list").out()).contains("is not wanted");
      assertThat(cert("check").out()).contains("other.example.com: there is none yet");
      assertThat(cert("check").exit()).isEqualTo(2);
      assertThat(cert("delete", NAME).out()).contains(NAME + ": deleted");
      assertThat(home.resolve("data/tls/live").resolve(NAME)).doesNotExist();
    }
  }

  @Test
  void aWildcardIsProvenByAHookThatWritesTheRecord() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      Path hook = script("dns.sh", setTxt(pebble));
      String dns =
          "dns: { exec: { present: \"%s set\", cleanup: \"%s clear\" }, propagation: 0s }"
              .formatted(hook, hook);
      String yaml = yaml(pebble, "", "'*.example.com'").replace("challenges: [http-01]", dns);
      try (TestServer server = TestServer.start(home, yaml)) {
        Await.until(() -> cert("list").out().contains("renewal about"));

        assertThat(cert("show", "_wildcard.example.com").out()).contains("*.example.com");
        Await.until(() -> dnsLog().contains("clear example.com"));
        assertThat(dnsLog()).startsWith("set example.com");
      }
    }
  }

  @Test
  void whatCertbotHadIsServedWithoutAnOrder() throws Exception {
    assumeTrue(RealCertbot.isInstalled(), "certbot is not installed (apt-get install certbot)");
    try (Pebble pebble = RealCertbot.credulous(home.resolve("pebble"), http, https)) {
      RealCertbot certbot = new RealCertbot(home.resolve("certbot"), pebble);
      certbot.certonly("-d", NAME + ",example.com", "--key-type", "rsa");
      configure(yaml(pebble, "", NAME));

      Ran dry = cert("import-certbot", certbot.tree().toString(), "--dry-run");
      assertThat(dry.out()).contains(NAME + ": would be taken over from " + NAME);
      Ran done = cert("import-certbot", certbot.tree().toString());
      assertThat(done.out())
          .contains(NAME + ": taken over from " + NAME)
          .contains("account pebble: taken over")
          .contains("example.com is not in the configuration, so it is not renewed");

      try (HomeLock lock = HomeLock.blockingTake(home.resolve("data"), socket());
          TestServer server = TestServer.start(home, yaml(pebble, "", NAME))) {
        Await.until(() -> cert("list").out().contains("renewal about"));
        assertThat(pebble.orders()).isEqualTo(1); // certbot's own
        assertThat(cert("renew", NAME, "--force").out()).contains("valid until");
        assertThat(cert("import-certbot", certbot.tree().toString()).err())
            .contains("stop the server");
      }
      assertThat(pebble.log().lines().filter(l -> l.contains("POST /sign-me-up")).count())
          .describedAs("accounts made")
          .isEqualTo(1);
    }
  }

  @Test
  void theAuthorityIsAskedWhetherItKnowsCertbotsAccount() throws Exception {
    assumeTrue(RealCertbot.isInstalled(), "certbot is not installed (apt-get install certbot)");
    RealCertbot certbot;
    try (Pebble pebble = RealCertbot.credulous(home.resolve("pebble"), http, https)) {
      certbot = new RealCertbot(home.resolve("certbot"), pebble);
      certbot.certonly("-d", NAME);
      configure(yaml(pebble, "", NAME));

      assertThat(cert("import-certbot", certbot.tree().toString(), "--dry-run", "--ask").out())
          .contains("account pebble: the authority knows it");
    }

    assertThat(cert("import-certbot", certbot.tree().toString(), "--dry-run", "--ask").out())
        .contains("account pebble: the authority cannot be asked");
  }

  @Test
  void theDoctorTellsWhatAnAuthorityWouldSee() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      String dns = Files.readString(home.resolve("pebble/dns"));
      String yaml =
          yaml(pebble, "", NAME)
              .replace(
                  "challenges: [http-01]",
                  "challenges: [http-01]\n    dns: { persist: true, resolvers: [\""
                      + dns
                      + "\"] }");
      configure(yaml);

      Ran doctor = cert("doctor", NAME);

      assertThat(doctor.out())
          .contains("ok        " + NAME + " has the A record 127.0.0.1, an address of this machine")
          .contains("look at   no listener is on port 80")
          .contains("ok        pebble can be reached")
          .contains("ok        the clock is right")
          .contains("ok        certificates can be stored");
      assertThat(doctor.exit()).isZero();
      assertThat(cert("doctor", "localhost").err()).contains("is no public name");
      configure(yaml.replace(pebble.directoryUrl().toString(), "https://localhost:1/dir"));
      Ran unreachable = cert("doctor", NAME);
      assertThat(unreachable.exit()).isEqualTo(1);
      assertThat(unreachable.out()).contains("wrong     pebble cannot be reached at https://local");
    }
  }

  private Ran cert(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Cli.commandLine(options -> 1);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    String[] all = Stream.concat(Stream.of("cert"), Stream.of(arguments)).toArray(String[]::new);
    String[] withHome =
        Stream.concat(Stream.of(all), Stream.of("--home", home.toString())).toArray(String[]::new);
    int exit = line.execute(withHome);
    return new Ran(exit, out.toString(), err.toString());
  }

  private List<JsonObject> listed() {
    return new JsonArray(cert("list", "--json").out())
        .stream().map(JsonObject.class::cast).collect(Collectors.toList());
  }

  private Path socket() {
    return home.resolve("a.sock");
  }

  private String hook() throws IOException {
    return "hooks: { exec: \"" + script("hook.sh", "cat >> " + home.resolve("events")) + "\" }";
  }

  private List<JsonObject> events() {
    try {
      return Files.readAllLines(home.resolve("events")).stream().map(JsonObject::new).toList();
    } catch (IOException notYet) {
      return List.of();
    }
  }

  /** What a hook for a real DNS would do there, done at pebble's. */
  private String setTxt(Pebble pebble) {
    return """
    echo "$1 $CERTBOT_DOMAIN" >> %s
    if [ "$1" = set ]; then
      body="{\\"host\\":\\"$SITE_RECORD.\\",\\"value\\":\\"$CERTBOT_VALIDATION\\"}"
      curl -fsS -X POST -d "$body" %s/set-txt
    else
      curl -fsS -X POST -d "{\\"host\\":\\"$SITE_RECORD.\\"}" %s/clear-txt
    fi
    """
        .formatted(home.resolve("dns.log"), pebble.namesUrl(), pebble.namesUrl());
  }

  private String dnsLog() {
    try {
      return Files.readString(home.resolve("dns.log"));
    } catch (IOException notYet) {
      return "";
    }
  }

  private Path script(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void configure(String yaml) {
    TestServer.write(home.resolve("config/site.yaml"), yaml);
  }

  private String yaml(Pebble pebble, String more, String host) {
    return """
    listeners:
    - address: "127.0.0.1:%d"
    - { address: "127.0.0.1:%d", tls: true }
    tls:
      acme:
        ca: [ { id: pebble, directory: "%s", root: "%s" } ]
        challenges: [http-01]
      %s
    admin: { socket: "%s" }
    log: { access: { to: "off" } }
    sites:
    - hosts: [%s]
      routes:
      - respond: { status: 200, body: hello }
    """
        .formatted(http, https, pebble.directoryUrl(), pebble.serverRoot(), more, socket(), host);
  }
}
