package site.acme.certbot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.acme.AccountStore;
import site.acme.Authority;
import site.acme.CertPolicy;
import site.acme.CertSpec;
import site.acme.FileCertStore;
import site.acme.Generation;
import site.acme.Pebble;
import site.config.ChallengeKind;
import site.config.KeyKind;

/** What becomes of a tree that Debian's certbot made. */
class CertbotImportTest {
  @TempDir static Path directory;
  private static Path tree;
  private static Authority authority;

  @TempDir Path home;
  private Clock clock = Clock.systemUTC();

  @BeforeAll
  static void makeTree() throws Exception {
    assumeTrue(RealCertbot.isInstalled(), "certbot or pebble is not installed");
    try (Pebble pebble = RealCertbot.credulous(directory.resolve("pebble"), 5002, 5001)) {
      RealCertbot certbot = new RealCertbot(directory, pebble);
      certbot.certonly("-d", "ec.test,www.ec.test", "--key-type", "ecdsa", "--reuse-key");
      certbot.certonly(
          "-d", "ec.test", "--cert-name", "twin", "--key-type", "rsa", "--post-hook", "true");
      tree = certbot.tree();
      authority = authority("home-ca", pebble.directoryUrl().toString());
    }
  }

  @Test
  void certificatesAndTheirAccountAreTakenOver() throws Exception {
    CertbotImport importer =
        importer(spec("ec.test", KeyKind.P256), spec("www.ec.test", KeyKind.P256));

    importer.blockingCarryOut(importer.blockingPlan(tree, Set.of()));

    Generation first = store().blockingCurrent("ec.test").orElseThrow();
    assertThat(first.number()).isEqualTo(1);
    assertThat(first.credential().key().getAlgorithm()).isEqualTo("EC");
    assertThat(first.origin().authority()).isEqualTo("home-ca");
    assertThat(store().blockingCurrent("www.ec.test").orElseThrow().leaf()).isEqualTo(first.leaf());
    String account = accounts().blockingUrl(authority).orElseThrow().toString();
    assertThat(first.origin().account()).contains(account);
    assertThat(accounts().blockingKey(authority).getPrivate().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void theKindOfKeyThatIsConfiguredDecidesBetweenTwo() throws Exception {
    CertbotImport importer = importer(spec("ec.test", KeyKind.RSA2048));

    importer.blockingCarryOut(importer.blockingPlan(tree, Set.of()));

    Generation taken = store().blockingCurrent("ec.test").orElseThrow();
    assertThat(taken.credential().key().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void aPlanChangesNothing() throws Exception {
    Map<String, byte[]> before = content(tree);

    importer(spec("ec.test", KeyKind.P256)).blockingPlan(tree, Set.of());

    assertThat(home).isEmptyDirectory();
    assertThat(content(tree)).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void whatIsNotTakenOverIsTold() throws Exception {
    CertbotImport.Plan plan = importer(spec("ec.test", KeyKind.P256)).blockingPlan(tree, Set.of());

    assertThat(plan.notes())
        .contains(
            "ec.test: www.ec.test is not in the configuration, so it is not renewed",
            "ec.test: to keep its key set tls.reuse_key",
            "twin: \"true\", run after renewals, is not taken over (see tls.hooks.exec)",
            "twin: its next key will be p256, unless you set tls.keys: [rsa2048]")
        .last()
        .asString()
        .startsWith("certbot must not renew what site.jar renews");
  }

  @Test
  void onlyTheNamedOnesAreTaken() throws Exception {
    CertbotImport importer = importer(spec("ec.test", KeyKind.P256));

    assertThat(importer.blockingPlan(tree, Set.of("twin")).certificates()).hasSize(1);
    assertThat(importer.blockingPlan(tree, Set.of("www.ec.test")).certificates()).hasSize(2);
    assertThat(importer.blockingPlan(tree, Set.of("other")).certificates()).isEmpty();
  }

  @Test
  void whatWeHaveAlreadyStays() throws Exception {
    CertbotImport importer = importer(spec("ec.test", KeyKind.P256));
    importer.blockingCarryOut(importer.blockingPlan(tree, Set.of()));

    CertbotImport.Plan again = importer.blockingPlan(tree, Set.of());

    assertThat(again.certificates()).isEmpty();
    assertThat(again.accounts()).isEmpty();
    assertThat(again.notes()).anyMatch(note -> note.startsWith("ec.test: we have one until "));
  }

  @Test
  void expiredOnesAreLeftBehind() throws Exception {
    clock = Clock.offset(clock, Duration.ofDays(366 * 6));

    CertbotImport.Plan plan = importer(spec("ec.test", KeyKind.P256)).blockingPlan(tree, Set.of());

    assertThat(plan.certificates()).isEmpty();
    assertThat(plan.notes()).anyMatch(n -> n.matches("ec\\.test: expired at .*, not taken over"));
  }

  @Test
  void anAuthorityThatIsNotConfiguredIsTold() throws Exception {
    CertSpec elsewhere =
        spec("ec.test", KeyKind.P256, authority("other", "https://other.test/dir"));

    CertbotImport.Plan plan = importer(elsewhere).blockingPlan(tree, Set.of());

    assertThat(plan.accounts()).isEmpty();
    assertThat(plan.certificates().get("ec.test").origin().authority()).isEqualTo("certbot");
    assertThat(plan.notes())
        .anyMatch(n -> n.endsWith("is not in tls.acme.ca, so its account is not taken over"));
  }

  @Test
  void aDamagedAccountIsToldAndTheCertificateTaken() throws Exception {
    Path copy = home.resolve("copy");
    new ProcessBuilder("cp", "-a", tree.toString(), copy.toString()).start().waitFor();
    try (Stream<Path> files = Files.walk(copy.resolve("accounts"))) {
      for (Path file : files.filter(f -> f.endsWith("private_key.json")).toList()) {
        Files.setPosixFilePermissions(
            file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, "{", StandardOpenOption.TRUNCATE_EXISTING);
      }
    }

    CertbotImport.Plan plan = importer(spec("ec.test", KeyKind.P256)).blockingPlan(copy, Set.of());

    assertThat(plan.certificates()).containsKey("ec.test");
    assertThat(plan.accounts()).isEmpty();
    assertThat(plan.notes())
        .anyMatch(n -> n.contains("the account in ") && n.contains("is damaged"));
  }

  private CertbotImport importer(CertSpec... specs) {
    CertPolicy policy =
        new CertPolicy(
            Arrays.stream(specs).collect(Collectors.toMap(CertSpec::id, Function.identity())));
    return new CertbotImport(store(), accounts(), policy, clock);
  }

  private FileCertStore store() {
    return new FileCertStore(home, clock);
  }

  private AccountStore accounts() {
    return new AccountStore(home);
  }

  private static CertSpec spec(String name, KeyKind key) {
    return spec(name, key, authority);
  }

  private static CertSpec spec(String name, KeyKind key, Authority from) {
    return new CertSpec(
        name,
        List.of(name),
        key,
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(from),
        List.of(ChallengeKind.HTTP_01));
  }

  private static Authority authority(String id, String directory) {
    return new Authority(
        id, URI.create(directory), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Map<String, byte[]> content(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, byte[]> content = new java.util.TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.put(file.toString(), Files.readAllBytes(file));
      }
      return content;
    }
  }
}
