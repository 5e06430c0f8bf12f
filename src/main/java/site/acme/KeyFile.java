package site.acme;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.math.ec.ECCurve;
import site.tls.CertificateProblem;
import site.tls.Pem;
import site.tls.PemFiles;
import site.tls.PrivateFiles;

/** A key pair in a PEM file, which holds the private half: the public one follows from it. */
final class KeyFile {
  private KeyFile() {}

  static KeyPair blockingRead(Path file) throws CertificateProblem {
    return pair(PemFiles.blockingPrivateKey(file));
  }

  static void blockingWrite(Path file, PrivateKey key) throws IOException {
    PrivateFiles.blockingDirectory(file.getParent());
    PrivateFiles.blockingWriteSecret(file, text(key));
  }

  static String text(PrivateKey key) {
    return Pem.encode("PRIVATE KEY", key.getEncoded());
  }

  /** The pair a private key belongs to. */
  static KeyPair pair(PrivateKey key) {
    try {
      return new KeyPair(publicKey(key), key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of an unknown kind", e);
    }
  }

  private static PublicKey publicKey(PrivateKey key) throws GeneralSecurityException {
    if (key instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    ECPrivateKey elliptic = (ECPrivateKey) key;
    ECPublicKeySpec spec = new ECPublicKeySpec(point(elliptic), elliptic.getParams());
    return KeyFactory.getInstance("EC").generatePublic(spec);
  }

  private static ECPoint point(ECPrivateKey key) {
    ECCurve curve = EC5Util.convertCurve(key.getParams().getCurve());
    var generator = EC5Util.convertPoint(curve, key.getParams().getGenerator());
    BigInteger factor = key.getS();
    return EC5Util.convertPoint(generator.multiply(factor).normalize());
  }
}
