package site.tls.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HexFormat;

/** The certificate to be trusted. Its names in the stores come from its digest, so they are its. */
record TrustedRoot(Path file, Certificate certificate) {

  static TrustedRoot blockingRead(Path file) throws TrustFailure {
    try {
      byte[] pem =
          Files.readString(file, StandardCharsets.US_ASCII).getBytes(StandardCharsets.US_ASCII);
      return new TrustedRoot(
          file,
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem)));
    } catch (IOException | GeneralSecurityException e) {
      throw new TrustFailure(file + " cannot be read as a certificate: " + e.getMessage(), e);
    }
  }

  /** Its alias, nickname and file name without ending. */
  String name() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return "site-jar-" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256, and it was read
    }
  }
}
