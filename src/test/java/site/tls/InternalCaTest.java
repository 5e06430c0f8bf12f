package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static site.tls.TestIdentities.leaf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalCaTest {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final Set<String> NAMES =
      Set.of("localhost", "*.Shop.example", "127.0.0.1", "::1");

  @TempDir Path home;
  private Path directory;

  @BeforeEach
  void nameTheDirectory() {
    directory = home.resolve("tls/internal");
  }

  @Test
  void aNewAuthorityLeavesFilesThatOnlyItsOwnerCanRead() throws Exception {
    InternalCa ca = open(START);

    ca.blockingIssue(NAMES);

    assertThat(ca.rootPem()).isEqualTo(directory.resolve("root.pem")).exists();
    assertThat(mode(directory)).isEqualTo("rwx------");
    assertThat(mode(directory.resolve("root.key"))).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("intermediate.key"))).isEqualTo("rw-------");
    assertThat(mode(serverFile())).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("servers"))).isEqualTo("rwx------");
    assertThat(filesBelow(home)).noneMatch(file -> file.toString().endsWith(".tmp"));
  }

  @Test
  void theCertificateIsForItsNamesAndForServersOnly() throws Exception {
    Identity identity = open(START).blockingIssue(NAMES);

    X509Certificate leaf = leaf(identity);
    assertThat(identity.names())
        .containsExactlyInAnyOrder("localhost", "*.shop.example", "127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    assertThat(identity.credentials().get(0).chain()).hasSize(2);
    assertThat(life(leaf)).isEqualTo(Duration.ofDays(30));
    assertThat(life(identity.credentials().get(0).chain().get(1))).isEqualTo(Duration.ofDays(90));
  }

  @Test
  void opensslVerifiesTheChain() throws Exception {
    InternalCa ca = open(Instant.now());
    ca.blockingIssue(NAMES);

    String verified =
        Openssl.run(
            "verify -x509_strict -purpose sslserver -verify_hostname a.shop.example"
                + " -CAfile %s -untrusted %s %s"
                    .formatted(ca.rootPem(), directory.resolve("intermediate.pem"), serverFile()));

    assertThat(verified).endsWith(": OK\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--http1.1, localhost, 1.1",
    "--http2,   localhost, 2",
    "--http2,   127.0.0.1, 2",
  })
  void curlTrustsTheRoot(String version, String host, String expected) throws Exception {
    InternalCa ca = open(Instant.now());
    Identity identity = ca.blockingIssue(NAMES);
    var table = CertificateTable.builder().add(identity.names(), identity).build();
    try (var server = SeamServer.with(table)) {

      var result =
          Processes.run(
              "curl -sS --noproxy * --cacert %s %s -w %%{http_version} https://%s:%d/"
                  .formatted(ca.rootPem(), version, host, server.port())
                  .split(" "));

      assertThat(result.output()).endsWith(expected);
      assertThat(result.exit()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"PT0S, true", "P19D, true", "P20D, false", "P31D, false"})
  void aCertificateIsKeptOverRestartsWhileAThirdOfItsLifeIsLeft(Duration later, boolean kept)
      throws Exception {
    X509Certificate first = leaf(open(START).blockingIssue(NAMES));

    X509Certificate second = leaf(open(START.plus(later)).blockingIssue(NAMES));

    assertThat(second.equals(first)).isEqualTo(kept);
  }

  @Test
  void renewalIsDueWhenItHappens() throws Exception {
    Identity first = open(START).blockingIssue(NAMES);
    Instant due = InternalCa.renewalDue(first);

    Identity before = open(due.minusSeconds(1)).blockingIssue(NAMES);
    Identity after = open(due).blockingIssue(NAMES);

    assertThat(Duration.between(START, due)).isBetween(Duration.ofDays(19), Duration.ofDays(20));
    assertThat(before).isEqualTo(first);
    assertThat(after).isNotEqualTo(first);
  }

  @Test
  void theIntermediateIsRenewedLikewiseAndTheRootStays() throws Exception {
    InternalCa young = open(START);
    X509Certificate first = young.blockingIssue(NAMES).credentials().get(0).chain().get(1);
    String root = Files.readString(young.rootPem());

    X509Certificate kept = intermediateAt(START.plus(Duration.ofDays(59)));
    X509Certificate renewed = intermediateAt(START.plus(Duration.ofDays(60)));

    assertThat(kept).isEqualTo(first);
    assertThat(renewed).isNotEqualTo(first);
    assertThat(Files.readString(young.rootPem())).isEqualTo(root);
  }

  @Test
  void otherNamesGetAnotherCertificate() throws Exception {
    InternalCa ca = open(START);

    Identity one = ca.blockingIssue(Set.of("one.example"));
    Identity two = ca.blockingIssue(Set.of("one.example", "two.example"));

    assertThat(two).isNotEqualTo(one);
    assertThat(ca.blockingIssue(Set.of("ONE.example."))).isEqualTo(one);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a b", "a/../b", "*", "*.*.example", "a..b", "-a.example", "ü.example"})
  void whatIsNoNameIsRefused(String name) throws Exception {
    InternalCa ca = open(START);

    assertThatThrownBy(() -> ca.blockingIssue(Set.of(name)))
        .isInstanceOf(CertificateProblem.class)
        .hasMessageContaining("cannot certify \"" + name + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "intermediate.key, DELETED",
    "intermediate.key, CUT_OFF",
    "intermediate.pem, DELETED",
    "intermediate.pem, CUT_OFF",
    "server,           DELETED",
    "server,           CUT_OFF",
    "server,           EMPTY",
  })
  void damageBelowTheRootIsRepaired(String file, Damage damage) throws Exception {
    InternalCa ca = open(START);
    X509Certificate first = leaf(ca.blockingIssue(NAMES));
    damage.to(file.equals("server") ? serverFile() : directory.resolve(file));

    InternalCa reopened = open(START);
    X509Certificate second = leaf(reopened.blockingIssue(NAMES));
    X509Certificate third = leaf(open(START).blockingIssue(NAMES));

    assertThat(second).isNotEqualTo(first);
    assertThat(third).isEqualTo(second);
  }

  @ParameterizedTest
  @CsvSource({
    "root.pem, DELETED,     does not exist",
    "root.pem, CUT_OFF,     holds no certificate",
    "root.pem, UNREADABLE,  cannot be read",
    "root.key, DELETED,     does not exist",
    "root.key, CUT_OFF,     holds no private key",
    "root.key, EMPTY,       holds no private key",
    "root.key, UNREADABLE,  cannot be read",
  })
  void aDamagedRootIsNeverReplacedByItself(String file, Damage damage, String reason)
      throws Exception {
    open(START).blockingIssue(NAMES);
    damage.to(directory.resolve(file));
    var before = filesBelow(directory);

    assertThatThrownBy(() -> open(START))
        .isInstanceOfSatisfying(
            CertificateProblem.class,
            problem -> {
              assertThat(problem.file()).isEqualTo(directory.resolve(file));
              assertThat(problem.reason())
                  .contains(reason, "restore the root of the internal CA", "remove " + directory);
            });
    assertThat(filesBelow(directory)).isEqualTo(before);
  }

  @Test
  void aRootWithTheKeyOfAnotherIsRefused() throws Exception {
    open(START).blockingIssue(NAMES);
    Path other = home.resolve("other");
    InternalCa.blockingOpen(other, Clock.fixed(START, ZoneOffset.UTC));
    Files.delete(directory.resolve("root.key"));
    Files.copy(other.resolve("root.key"), directory.resolve("root.key"));

    assertThatThrownBy(() -> open(START)).hasMessageContaining("does not match");
  }

  @Test
  void aFirstStartKilledBetweenItsFilesIsStartedAgain() throws Exception {
    open(START);
    Files.delete(directory.resolve("root.pem"));
    Files.writeString(directory.resolve("root.key.tmp"), "half a ke");

    Identity identity = open(START).blockingIssue(NAMES);

    assertThat(identity.names()).contains("localhost");
  }

  @Test
  void aClockBeforeTheRootIsReported() throws Exception {
    open(START);

    assertThatThrownBy(() -> open(START.minus(Duration.ofDays(400))))
        .hasMessageContaining("is the clock right?");
  }

  @Test
  void aDirectoryThatCannotBeMadeIsReported() throws Exception {
    Files.createDirectories(home);
    Files.writeString(home.resolve("tls"), "a file where the directory should be");

    assertThatThrownBy(() -> open(START))
        .isInstanceOf(CertificateProblem.class)
        .hasMessageContaining("cannot be written");
  }

  private enum Damage {
    DELETED,
    CUT_OFF,
    EMPTY,
    UNREADABLE;

    void to(Path file) throws IOException {
      String text = Files.readString(file);
      Files.delete(file);
      switch (this) {
        case DELETED -> {}
        case CUT_OFF -> Files.writeString(file, text.substring(0, 100));
        case EMPTY -> Files.writeString(file, "");
        case UNREADABLE -> Files.createDirectory(file); // also for root, who may read everything
      }
    }
  }

  private InternalCa open(Instant now) throws CertificateProblem {
    return InternalCa.blockingOpen(directory, Clock.fixed(now, ZoneOffset.UTC));
  }

  private X509Certificate intermediateAt(Instant now) throws CertificateProblem {
    return open(now).blockingIssue(NAMES).credentials().get(0).chain().get(1);
  }

  private Path serverFile() throws IOException {
    return filesBelow(directory.resolve("servers")).get(0);
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static Duration life(X509Certificate certificate) {
    return Duration.between(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }
}
