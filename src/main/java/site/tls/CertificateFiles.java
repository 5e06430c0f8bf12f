package site.tls;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads a certificate chain and its key from PEM files, which may be one and the same file. */
public final class CertificateFiles {
  private CertificateFiles() {}

  /**
   * What was read.
   *
   * @param warnings sentences about what works but should be looked at, each naming its file
   */
  public record Loaded(Identity identity, List<String> warnings) {}

  /**
   * Reads and checks both files.
   *
   * @param certificate leaf first, then intermediates
   * @param key unencrypted PKCS#8, PKCS#1 or SEC1; elliptic curve or RSA
   * @param now for warnings about certificates that are not valid at this time
   * @throws CertificateProblem when they cannot serve: missing, unreadable, damaged, encrypted, or
   *     not belonging together
   */
  public static Loaded blockingRead(Path certificate, Path key, Instant now)
      throws CertificateProblem {
    List<X509Certificate> chain = PemFiles.blockingCertificates(certificate);
    PrivateKey privateKey = PemFiles.blockingPrivateKey(key);
    if (!PrivateKeys.matches(privateKey, chain.get(0))) {
      throw mismatch(certificate, chain, key, privateKey);
    }
    return new Loaded(
        Identity.of(new Credential(chain, privateKey)), warnings(certificate, chain, key, now));
  }

  private static CertificateProblem mismatch(
      Path certificate, List<X509Certificate> chain, Path key, PrivateKey privateKey) {
    for (int i = 1; i < chain.size(); i++) {
      if (PrivateKeys.matches(privateKey, chain.get(i))) {
        return new CertificateProblem(
            certificate,
            "the key belongs to certificate %d of this file (expected it to be the first)"
                .formatted(i + 1));
      }
    }
    return new CertificateProblem(key, "the key does not match the certificate in " + certificate);
  }

  private static List<String> warnings(
      Path certificate, List<X509Certificate> chain, Path key, Instant now) {
    List<String> warnings = new ArrayList<>();
    X509Certificate leaf = chain.get(0);
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      warnings.add("%s: expired at %s".formatted(certificate, leaf.getNotAfter().toInstant()));
    }
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      warnings.add(
          "%s: not valid before %s".formatted(certificate, leaf.getNotBefore().toInstant()));
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i)
          .getSubjectX500Principal()
          .equals(chain.get(i - 1).getIssuerX500Principal())) {
        warnings.add(
            "%s: certificate %d did not issue certificate %d (expected leaf, then intermediates)"
                .formatted(certificate, i + 1, i));
      }
    }
    if (PrivateFiles.blockingIsTooOpen(key)) {
      warnings.add(
          "%s: not only its owner can read or change this key (expected mode 0600)".formatted(key));
    }
    return List.copyOf(warnings);
  }
}
