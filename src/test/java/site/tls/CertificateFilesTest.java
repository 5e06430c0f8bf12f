package site.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateFilesTest {
  @TempDir static Path files;

  @BeforeAll
  static void makeFiles() throws Exception {
    openssl("ecparam -name prime256v1 -genkey -out ec-sec1.key");
    openssl("pkcs8 -topk8 -nocrypt -in ec-sec1.key -out ec.key");
    openssl("genrsa -traditional -out rsa-pkcs1.key 2048");
    openssl("pkcs8 -topk8 -nocrypt -in rsa-pkcs1.key -out rsa.key");
    openssl("ecparam -name secp384r1 -genkey -noout -out p384.key");
    openssl("genpkey -algorithm ed25519 -out ed25519.key");
    openssl("pkcs8 -topk8 -passout pass:x -in ec.key -out encrypted.key");
    openssl("ec -aes128 -passout pass:x -in ec.key -out encrypted-old.key");
    for (String key : List.of("ec", "rsa", "p384")) {
      openssl(
          "req -x509 -days 10 -subj /CN=x -addext subjectAltName=DNS:%s.example,IP:192.0.2.1 -key %s.key -out %s.pem"
              .replace("%s", key));
    }
    write("garbage.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    write("garbage.pem", "-----BEGIN CERTIFICATE-----\n*\n-----END CERTIFICATE-----\n");
    write("truncated.pem", read("ec.pem").substring(0, 300));
    write("empty.pem", "");
    write("both.pem", "A comment\n" + read("ec.key") + read("ec.pem"));
    write("reversed.pem", read("rsa.pem") + read("ec.pem"));
    write("large.pem", "x".repeat(2 << 20));
    Files.createDirectory(files.resolve("directory"));
  }

  @ParameterizedTest
  @CsvSource({
    "ec.pem,   ec.key,         EC",
    "ec.pem,   ec-sec1.key,    EC",
    "rsa.pem,  rsa.key,        RSA",
    "rsa.pem,  rsa-pkcs1.key,  RSA",
    "p384.pem, p384.key,       EC",
    "both.pem, both.pem,       EC",
  })
  void everyUsualFormatIsRead(String certificate, String key, String algorithm) throws Exception {
    var loaded = read(certificate, key);

    assertThat(loaded.identity().credentials())
        .singleElement()
        .satisfies(c -> assertThat(c.algorithm()).isEqualTo(algorithm))
        .satisfies(c -> assertThat(PrivateKeys.matches(c.key(), c.leaf())).isTrue());
  }

  @Test
  void theNamesAreThoseInTheCertificate() throws Exception {
    var loaded = read("ec.pem", "ec.key");

    assertThat(loaded.identity().names()).containsExactlyInAnyOrder("ec.example", "192.0.2.1");
  }

  @ParameterizedTest
  @CsvSource({
    "missing.pem,   ec.key,            missing.pem,       does not exist",
    "ec.pem,        missing.key,       missing.key,       does not exist",
    "directory,     ec.key,            directory,         cannot be read",
    "large.pem,     ec.key,            large.pem,         larger than 1 MiB",
    "empty.pem,     ec.key,            empty.pem,         holds no certificate",
    "ec.key,        ec.key,            ec.key,            holds no certificate",
    "truncated.pem, ec.key,            truncated.pem,     holds no certificate",
    "garbage.pem,   ec.key,            garbage.pem,       certificate 1 is damaged",
    "ec.pem,        empty.pem,         empty.pem,         holds no private key",
    "ec.pem,        garbage.key,       garbage.key,       damaged or of an unknown kind",
    "ec.pem,        ed25519.key,       ed25519.key,       expected EC or RSA",
    "ec.pem,        encrypted.key,     encrypted.key,     the key is encrypted",
    "ec.pem,        encrypted-old.key, encrypted-old.key, the key is encrypted",
    "ec.pem,        rsa.key,           rsa.key,           does not match the certificate",
    "ec.pem,        p384.key,          p384.key,          does not match the certificate",
    "reversed.pem,  ec.key,            reversed.pem,      belongs to certificate 2",
  })
  void whatCannotServeIsNamedWithFileAndReason(
      String certificate, String key, String file, String reason) {
    assertThatThrownBy(() -> read(certificate, key))
        .isInstanceOfSatisfying(
            CertificateProblem.class,
            problem -> {
              assertThat(problem.file()).isEqualTo(files.resolve(file));
              assertThat(problem.reason()).contains(reason);
              assertThat(problem).hasMessage(problem.file() + ": " + problem.reason());
            });
  }

  @Test
  void goodFilesCauseNoWarnings() throws Exception {
    mode("ec.key", "rw-r-----");

    assertThat(read("ec.pem", "ec.key").warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"rw-r--r--", "rw-rw----", "rw----r--"})
  void aKeyThatOthersCanReadIsWarnedOf(String mode) throws Exception {
    mode("rsa.key", mode);

    assertThat(read("rsa.pem", "rsa.key").warnings())
        .singleElement()
        .asString()
        .contains("rsa.key", "expected mode 0600");
  }

  @ParameterizedTest
  @CsvSource({"P11D, expired at", "P-1D, not valid before"})
  void aCertificateOutsideItsTimeIsWarnedOf(Duration fromNow, String warning) throws Exception {
    mode("p384.key", "rw-------");

    var loaded =
        CertificateFiles.blockingRead(
            files.resolve("p384.pem"), files.resolve("p384.key"), Instant.now().plus(fromNow));

    assertThat(loaded.warnings()).singleElement().asString().contains("p384.pem", warning);
  }

  @Test
  void aChainInTheWrongOrderIsWarnedOf() throws Exception {
    Credential root = TestIdentities.authority();
    Validity validity = Validity.starting(Instant.now(), Duration.ofDays(1));
    Credential intermediate = CertificateMaker.intermediate("i", root, validity);
    Credential server = CertificateMaker.server(Set.of("one.example"), intermediate, validity);
    write("chain.key", Pem.encode("PRIVATE KEY", server.key().getEncoded()));
    mode("chain.key", "rw-------");
    write("right.pem", pem(server.leaf(), intermediate.leaf(), root.leaf()));
    write("wrong.pem", pem(server.leaf(), root.leaf(), intermediate.leaf()));

    assertThat(read("right.pem", "chain.key").warnings()).isEmpty();
    assertThat(read("wrong.pem", "chain.key").warnings())
        .hasSize(2)
        .first()
        .asString()
        .contains("wrong.pem: certificate 2 did not issue certificate 1");
  }

  private static CertificateFiles.Loaded read(String certificate, String key)
      throws CertificateProblem {
    return CertificateFiles.blockingRead(
        files.resolve(certificate), files.resolve(key), Instant.now());
  }

  private static String pem(X509Certificate... chain) {
    return List.of(chain).stream().map(CertificateFilesTest::pem).collect(Collectors.joining());
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new AssertionError(e);
    }
  }

  private static void mode(String file, String mode) throws IOException {
    Files.setPosixFilePermissions(files.resolve(file), PosixFilePermissions.fromString(mode));
  }

  private static void openssl(String command) throws Exception {
    Openssl.run(command.replaceAll(" ([\\w-]+\\.(key|pem))", " " + files + "/$1"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(files.resolve(file));
  }

  private static void write(String file, String text) throws IOException {
    Files.writeString(files.resolve(file), text, StandardCharsets.US_ASCII);
  }
}
