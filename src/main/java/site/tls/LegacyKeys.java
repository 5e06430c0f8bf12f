package site.tls;

import java.io.IOException;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Wraps the key formats of old OpenSSL in PKCS#8, which the JDK reads. Apart from the others
 * because it loads Bouncy Castle.
 */
final class LegacyKeys {
  private LegacyKeys() {}

  /**
   * {@code RSA PRIVATE KEY} (RFC 8017 A.1.2).
   *
   * @throws IllegalArgumentException when it is not one
   */
  static byte[] pkcs1ToPkcs8(byte[] pkcs1) throws IOException {
    var algorithm = new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE);
    return new PrivateKeyInfo(algorithm, RSAPrivateKey.getInstance(pkcs1)).getEncoded();
  }

  /**
   * {@code EC PRIVATE KEY} (RFC 5915 3).
   *
   * @throws IllegalArgumentException when it is not one
   */
  static byte[] sec1ToPkcs8(byte[] sec1) throws IOException {
    ECPrivateKey key = ECPrivateKey.getInstance(sec1);
    var curve = key.getParametersObject();
    var algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve);
    return new PrivateKeyInfo(algorithm, key).getEncoded();
  }
}
