package site.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A private key and the certificates that vouch for it.
 *
 * @param chain leaf first, then intermediates; at least the leaf
 */
public record Credential(List<X509Certificate> chain, PrivateKey key) {
  public Credential {
    chain = List.copyOf(chain);
  }

  /** The certificate of this key. */
  public X509Certificate leaf() {
    return chain.get(0);
  }

  boolean isIssuedBy(Credential issuer) {
    try {
      leaf().verify(issuer.leaf().getPublicKey());
      return leaf().getIssuerX500Principal().equals(issuer.leaf().getSubjectX500Principal());
    } catch (GeneralSecurityException notItsSignature) {
      return false;
    }
  }

  /** {@code EC} or {@code RSA}. */
  String algorithm() {
    return key.getAlgorithm();
  }

  /** Names the certificate, never the key. */
  @Override
  public String toString() {
    return algorithm() + " certificate " + leaf().getSerialNumber().toString(16);
  }
}
