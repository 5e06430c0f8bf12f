package site.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Set;

/** Reads private keys and says whose they are. */
final class PrivateKeys {
  private static final Set<String> LABELS =
      Set.of("PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY");
  private static final byte[] SAMPLE = {1, 2, 3, 4};

  private PrivateKeys() {}

  static boolean isPrivateKey(Pem.Block block) {
    return LABELS.contains(block.label());
  }

  /** RFC 5958 3, and the older "Proc-Type: 4,ENCRYPTED" header of RFC 1421 4.6.1.1. */
  static boolean isEncrypted(Pem.Block block) {
    return block.label().startsWith("ENCRYPTED") || block.text().contains("4,ENCRYPTED");
  }

  /**
   * The key of an unencrypted PKCS#8, PKCS#1 or SEC1 block.
   *
   * @throws InvalidKeySpecException when it is not an EC or RSA key
   */
  static PrivateKey decode(Pem.Block block) throws GeneralSecurityException {
    var spec = new PKCS8EncodedKeySpec(pkcs8(block));
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (InvalidKeySpecException notElliptic) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }

  /** Whether what this key signs is what the certificate's key verifies. */
  static boolean matches(PrivateKey key, X509Certificate certificate) {
    try {
      Signature signature = Signature.getInstance(signatureOf(key));
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKindOfKey) {
      return false;
    }
  }

  private static String signatureOf(PrivateKey key) {
    return key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
  }

  private static byte[] pkcs8(Pem.Block block) throws InvalidKeySpecException {
    try {
      return switch (block.label()) {
        case "RSA PRIVATE KEY" -> LegacyKeys.pkcs1ToPkcs8(block.bytes());
        case "EC PRIVATE KEY" -> LegacyKeys.sec1ToPkcs8(block.bytes());
        default -> block.bytes();
      };
    } catch (IllegalArgumentException | IOException e) {
      throw new InvalidKeySpecException("damaged", e);
    }
  }
}
