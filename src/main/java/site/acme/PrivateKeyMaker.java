package site.acme;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import site.config.KeyKind;

/** Makes keys of the kinds the configuration can name. */
final class PrivateKeyMaker {
  private PrivateKeyMaker() {}

  static KeyPair make(KeyKind kind) {
    try {
      return switch (kind) {
        case P256 -> elliptic("secp256r1");
        case P384 -> elliptic("secp384r1");
        case RSA2048 -> rsa(2048);
        case RSA3072 -> rsa(3072);
        case RSA4096 -> rsa(4096);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot make a key of kind " + kind.text(), e);
    }
  }

  /** Empty for a key of no kind we make. */
  static Optional<KeyKind> kindOf(PublicKey key) {
    String text =
        key instanceof ECPublicKey elliptic
            ? "p" + elliptic.getParams().getCurve().getField().getFieldSize()
            : key instanceof RSAPublicKey rsa ? "rsa" + rsa.getModulus().bitLength() : "";
    return Arrays.stream(KeyKind.values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  private static KeyPair elliptic(String curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }
}
