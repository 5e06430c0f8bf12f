package site.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Gets certificates and keys out of PEM files, with a sentence for everything that can be wrong.
 */
public final class PemFiles {
  private static final int LONGEST = 1 << 20;

  private PemFiles() {}

  /** The certificates of a file in their order, at least one. */
  public static List<X509Certificate> blockingCertificates(Path file) throws CertificateProblem {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Pem.Block block : blockingBlocks(file)) {
      if (block.label().equals("CERTIFICATE")) {
        certificates.add(certificate(file, certificates.size() + 1, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new CertificateProblem(
          file, "holds no certificate (expected PEM: -----BEGIN CERTIFICATE-----)");
    }
    return certificates;
  }

  /** The first private key of a file. */
  public static PrivateKey blockingPrivateKey(Path file) throws CertificateProblem {
    for (Pem.Block block : blockingBlocks(file)) {
      if (PrivateKeys.isPrivateKey(block)) {
        return privateKey(file, block);
      }
    }
    throw new CertificateProblem(
        file, "holds no private key (expected PEM: -----BEGIN PRIVATE KEY-----)");
  }

  private static X509Certificate certificate(Path file, int number, Pem.Block block)
      throws CertificateProblem {
    try {
      var in = new ByteArrayInputStream(block.bytes());
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | IllegalArgumentException e) {
      throw new CertificateProblem(file, "certificate " + number + " is damaged");
    }
  }

  private static PrivateKey privateKey(Path file, Pem.Block block) throws CertificateProblem {
    if (PrivateKeys.isEncrypted(block)) {
      throw new CertificateProblem(
          file,
          "the key is encrypted (expected one without passphrase; openssl pkey -in FILE -out NEW"
              + " takes it off)");
    }
    try {
      return PrivateKeys.decode(block);
    } catch (GeneralSecurityException e) {
      throw new CertificateProblem(
          file, "the key is damaged or of an unknown kind (expected EC or RSA)");
    }
  }

  private static List<Pem.Block> blockingBlocks(Path file) throws CertificateProblem {
    try {
      if (Files.size(file) > LONGEST) {
        throw new CertificateProblem(file, "is larger than 1 MiB (expected a PEM file)");
      }
      return Pem.blocks(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw new CertificateProblem(file, "does not exist");
    } catch (AccessDeniedException e) {
      throw new CertificateProblem(
          file, "user %s may not read it".formatted(System.getProperty("user.name")));
    } catch (IOException e) {
      throw new CertificateProblem(file, "cannot be read: " + e.getMessage());
    }
  }
}
