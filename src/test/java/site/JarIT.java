package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built jar as a process: verbs, exit codes, signals, and everything that can be in the way.
 */
class JarIT {
  private static final int BIG = 8 * 1024 * 1024;

  @TempDir Path home;
  private int port;

  @BeforeEach
  void writeSite() throws Exception {
    port = Ports.free();
    TestServer.write(home.resolve("webroot/index.html"), "home");
    Files.write(home.resolve("webroot/big.bin"), new byte[BIG]);
    configure("");
  }

  private void configure(String more) {
    TestServer.write(
        home.resolve("config/site.yaml"),
        "listeners: [{ address: \"127.0.0.1:" + port + "\" }]\n" + more);
  }

  private Path pidFile() {
    return home.resolve("run/site.pid");
  }

  /** dnsjava would: the names every app looks up would be its business. */
  @Test
  void noLibraryTakesOverTheResolverOfTheJvm() throws Exception {
    try (JarFile jar = new JarFile(System.getProperty("site.jar"))) {
      assertThat(jar.stream().map(JarEntry::getName))
          .noneMatch(name -> name.startsWith("META-INF/services/java.net.spi."))
          .noneMatch(name -> name.startsWith("META-INF/services/sun.net.spi."));
    }
  }

  @Test
  void itServesTellsItsStateReloadsAndStops() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(get("/")).isEqualTo("home");
      JarProcess.Result status = JarProcess.run(home, "status", "--json");
      assertThat(status.exit()).isZero();
      assertThat(status.text()).contains("\"pid\" : " + server.pid());
      assertThat(pidFile()).hasContent(Long.toString(server.pid()));

      configure(
          "sites: [{ hosts: ['*'], routes: [{ path: /, respond: { status: 200, body: x } }] }]\n");
      assertThat(JarProcess.run(home, "reload").exit()).isZero();
      assertThat(get("/")).isEqualTo("x");

      assertThat(JarProcess.run(home, "stop")).isEqualTo(new JarProcess.Result(0, "stopped"));
      assertThat(server.blockingEnd().exit()).isZero();
      assertThat(pidFile()).doesNotExist();
    }
  }

  @Test
  void aBrokenReloadSaysWhyExitsOneAndTheSiteStillAnswers() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      configure("limits: { idle: never }\n");

      JarProcess.Result reload = JarProcess.run(home, "reload");

      assertThat(reload.exit()).isEqualTo(1);
      assertThat(reload.text()).contains("config/site.yaml:2:17: limits.idle: \"never\"");
      assertThat(get("/")).isEqualTo("home");
      server.signal("HUP");
      server.blockingAwait(line -> line.contains("reload refused"));
      assertThat(get("/")).isEqualTo("home");
    }
  }

  @Test
  void hupReloadsAndUsr1OpensTheLogAgain() throws Exception {
    configure("log: { access: { to: logs/access.log } }\n");
    try (JarProcess server = JarProcess.serve(home)) {
      get("/");
      Path log = home.resolve("logs/access.log");
      await(() -> Files.exists(log) && Files.readString(log).contains("GET / HTTP"));
      Files.move(log, home.resolve("logs/access.log.1"));

      server.signal("USR1");

      await(() -> get("/").equals("home") && Files.exists(log) && Files.size(log) > 0);
      server.signal("HUP");
      server.blockingAwait(line -> line.contains("revision 2 serves"));
    }
  }

  @Test
  void termLetsASlowDownloadFinishAndExitsZero() throws Exception {
    try (JarProcess server = JarProcess.serve(home);
        Socket client = new Socket()) {
      client.setReceiveBufferSize(16 * 1024);
      client.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      client.setSoTimeout(30_000);
      client
          .getOutputStream()
          .write("GET /big.bin HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = client.getInputStream();
      int first = in.readNBytes(1000).length;

      server.signal("TERM");
      await(() -> refused(port));
      long rest = in.transferTo(java.io.OutputStream.nullOutputStream());

      assertThat(first + rest).isGreaterThan(BIG);
      assertThat(server.blockingEnd().exit()).isZero();
    }
  }

  @Test
  void checkNamesEveryMistakeWithItsLine() throws Exception {
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: ":99999" }]
        limitz: {}
        limits:
          idle: 5
          streams: many
        shutdown: { drain: -1s }
        tls: { mode: sometimes }
        sites:
          - hosts: [a.example]
            routes:
              - { path: /x, app: nobody }
              - { path: y, respond: { status: 200 } }
              - { path: /z, proxy: ["ftp://b"] }
              - { path: /w }
        """);

    JarProcess.Result check = JarProcess.run(home, "check");

    assertThat(check.exit()).isEqualTo(2);
    for (int line : new int[] {1, 2, 4, 5, 6, 7, 11, 12, 13, 14}) {
      assertThat(check.text()).contains("config/site.yaml:" + line + ":");
    }
  }

  @Test
  void explainTellsTheWay() throws Exception {
    configure(
        "sites: [{ hosts: [localhost], routes: [{ path: '/a/*', strip-prefix: /a, files: { root: webroot } }] }]\n");

    JarProcess.Result found =
        JarProcess.run(home, "explain", "GET", "http://localhost:" + port + "/a/b?c");
    JarProcess.Result lost =
        JarProcess.run(home, "explain", "GET", "http://localhost:" + port + "/b");

    assertThat(found.exit()).isZero();
    assertThat(found.text()).contains("/a/*").contains("files below").contains("webroot");
    assertThat(lost.text()).contains("404");
  }

  @Test
  void wrongUsageExitsTwo() throws Exception {
    assertThat(JarProcess.run(home, "frobnicate").exit()).isEqualTo(2);
    assertThat(JarProcess.run(home, "status", "--nonsense").exit()).isEqualTo(2);
    assertThat(JarProcess.run(home, "run", "-c", "missing.yaml").exit()).isEqualTo(2);
  }

  @Test
  void aPortThatIsTakenIsOneClearSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      JarProcess.Result run = JarProcess.run(home, "run");

      assertThat(taken.isBound()).isTrue();
      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.text())
          .contains("site.jar: cannot listen on 127.0.0.1:" + port + ": the address is in use");
    }
  }

  @Test
  void aSecondServerOnTheSameHomeIsRefusedWithThePidOfTheFirst() throws Exception {
    try (JarProcess first = JarProcess.serve(home)) {
      JarProcess.Result second = JarProcess.run(home, "run");

      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.text()).contains("pid " + first.pid());
      assertThat(pidFile()).hasContent(Long.toString(first.pid()));
      assertThat(get("/")).isEqualTo("home");
    }
  }

  @Test
  void afterKillNineTheNextStartJustWorks() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      server.signal("KILL");
      server.blockingEnd();
    }
    assertThat(JarProcess.run(home, "status").exit()).isEqualTo(1);
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(pidFile()).hasContent(Long.toString(server.pid()));
      assertThat(get("/")).isEqualTo("home");
      assertThat(JarProcess.run(home, "stop").exit()).isZero();
      assertThat(server.blockingEnd().exit()).isZero();
    }
  }

  @Test
  void aMissingAppIsNamedAndExitsTwo() throws Exception {
    configure("apps: { shop: { from: apps/shop.jar } }\n");

    JarProcess.Result run = JarProcess.run(home, "run");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.text()).contains("apps.shop.from").contains("apps/shop.jar");
  }

  @Test
  void aKeyThatCannotBeUsedIsNamed() throws Exception {
    Path pem = Files.createDirectories(home.resolve("certs")).resolve("a.pem");
    Files.writeString(pem, "no certificate");
    Files.copy(pem, home.resolve("certs/a.key"), StandardCopyOption.REPLACE_EXISTING);
    configure(
        "tls: { certificates: [{ names: [a.example], certificate: certs/a.pem, key: certs/a.key }] }\n");
    TestServer.write(
        home.resolve("config/site.yaml"),
        Files.readString(home.resolve("config/site.yaml")).replace("\" }]", "\", tls: true }]"));

    JarProcess.Result run = JarProcess.run(home, "run");

    assertThat(run.exit()).isIn(1, 2);
    assertThat(run.text()).contains("a.pem");
  }

  @Test
  void aHomeThatCannotBeWrittenIsOneClearSentence() throws Exception {
    Files.createFile(home.resolve("data"));

    JarProcess.Result run = JarProcess.run(home, "run");

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.text()).contains("cannot write to " + home.resolve("data"));
  }

  @Test
  void theAdminSocketIsForItsOwnerOnly() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      Path socket = home.resolve("run/admin.sock");
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      server.signal("TERM");
      assertThat(server.blockingEnd().exit()).isZero();
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void anInterruptStopsItLikeTerm() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {

      server.signal("INT");

      assertThat(server.blockingEnd().exit()).isZero();
    }
  }

  @Test
  void versionAndSchemaNeedNoServer() throws Exception {
    assertThat(JarProcess.run(home, "version").text()).startsWith("site.jar ").contains("Java ");
    JarProcess.Result schema = JarProcess.run(home, "schema");
    assertThat(schema.exit()).isZero();
    assertThat(
            new io.vertx.core.json.JsonObject(schema.text())
                .getJsonObject("properties")
                .fieldNames())
        .contains("listeners", "sites", "apps");
  }

  @Test
  void aNewAppIsCompiledAgainstWhatIsInTheJarAndServedByDev() throws Exception {
    assertThat(JarProcess.run(home, "app", "new", "shop").exit()).isZero();
    JarProcess.Result packed = JarProcess.run(home, "app", "package", "shop");
    assertThat(packed.text()).endsWith("starts shop.ShopVerticle");
    try (JarProcess server =
        JarProcess.start(home, "dev", "shop", "--port", Integer.toString(port))) {
      server.blockingAwait(line -> line.startsWith("ready"));
      assertThat(get("/greeting?name=Ada")).isEqualTo("Hello, Ada!\n");

      Path source = home.resolve("shop/java/shop/Greeting.java");
      Files.writeString(source, Files.readString(source).replace("Hello, ", "Hi, "));

      await(() -> get("/greeting?name=Ada").equals("Hi, Ada!\n"));
      TestServer.write(
          source, "package shop;\npublic class Greeting { site.config.Config none; }\n");
      server.blockingAwait(line -> line.contains("Greeting.java:2:36: package site.config"));
      assertThat(get("/greeting?name=Ada")).isEqualTo("Hi, Ada!\n");
      server.signal("TERM");
      assertThat(server.blockingEnd().exit()).isZero();
    }
  }

  private String get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static boolean refused(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !probe.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws Exception;
  }

  /** Asks again until it holds; the build's time limit is the only other end. */
  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come true in 30 s");
      }
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
  }
}
