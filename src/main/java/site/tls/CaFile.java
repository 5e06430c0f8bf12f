package site.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.stream.Collectors;

/**
 * A credential of the internal CA on disk.
 *
 * @param key may be the same file as the certificates: then one rename replaces both
 */
record CaFile(Path certificates, Path key) {

  boolean blockingExists() {
    return Files.exists(certificates);
  }

  Credential blockingRead() throws CertificateProblem {
    var chain = PemFiles.blockingCertificates(certificates);
    var credential = new Credential(chain, PemFiles.blockingPrivateKey(key));
    if (!PrivateKeys.matches(credential.key(), credential.leaf())) {
      throw new CertificateProblem(key, "the key does not match the certificate " + certificates);
    }
    return credential;
  }

  void blockingWrite(Credential credential) throws CertificateProblem {
    String secret = Pem.encode("PRIVATE KEY", credential.key().getEncoded());
    String chain = credential.chain().stream().map(CaFile::pem).collect(Collectors.joining());
    try {
      PrivateFiles.blockingDirectory(key.getParent());
      if (certificates.equals(key)) {
        PrivateFiles.blockingWriteSecret(key, secret + chain);
        return;
      }
      PrivateFiles.blockingWriteSecret(key, secret);
      PrivateFiles.blockingWritePublic(certificates, chain);
    } catch (IOException e) {
      throw new CertificateProblem(certificates, "cannot be written: " + e);
    }
  }

  private static String pem(X509Certificate certificate) {
    try {
      return Pem.encode("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e); // it was decoded from this very encoding
    }
  }
}
