package site.tls;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/** Identities made for a test. */
final class TestIdentities {
  private static final Credential ROOT = CertificateMaker.root("test root", validity());

  private TestIdentities() {}

  /** A new elliptic curve certificate. */
  static Identity elliptic(String... names) {
    return Identity.of(CertificateMaker.server(Set.copyOf(Arrays.asList(names)), ROOT, validity()));
  }

  /** A new self-signed RSA certificate, made by OpenSSL. */
  static Identity rsa(String name) throws Exception {
    Path directory = Files.createTempDirectory("rsa");
    Path key = directory.resolve("key.pem");
    Path certificate = directory.resolve("certificate.pem");
    Openssl.run(
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=%s -keyout %s -out %s"
                .formatted(name, key, certificate)
            + " -addext subjectAltName=DNS:"
            + name);
    Identity identity = CertificateFiles.blockingRead(certificate, key, Instant.now()).identity();
    Files.delete(key);
    Files.delete(certificate);
    Files.delete(directory);
    return identity;
  }

  static Credential authority() {
    return ROOT;
  }

  static X509Certificate leaf(Identity identity) {
    return identity.credentials().get(0).leaf();
  }

  private static Validity validity() {
    return Validity.starting(Instant.now(), Duration.ofDays(2));
  }
}
