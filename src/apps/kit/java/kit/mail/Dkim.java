package kit.mail;

import io.vertx.ext.mail.CanonicalizationAlgorithm;
import io.vertx.ext.mail.DKIMSignAlgorithm;
import io.vertx.ext.mail.DKIMSignOptions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/**
 * With which key a domain vouches for its letters (RFC 6376). The public half is in the DNS, below
 * {@code SELECTOR._domainkey.DOMAIN}.
 *
 * @param key RSA, PKCS#8, in Base64 with or without the lines around it
 */
public record Dkim(String domain, String selector, String key) {
  /**
   * RFC 8058 4 wants both List fields signed. From is there twice, so that none can be added (RFC
   * 6376 5.4).
   */
  private static final List<String> SIGNED =
      List.of(
          "From",
          "From",
          "Reply-To",
          "To",
          "Subject",
          "Date",
          "Message-ID",
          "MIME-Version",
          "Content-Type",
          "Content-Language",
          "Auto-Submitted",
          "List-ID",
          "List-Unsubscribe",
          "List-Unsubscribe-Post");

  /** RFC 8301 3.2: shorter ones are worth nothing. */
  private static final int SHORTEST_BITS = 1024;

  /** Of a longer one the signature has no room in a line of 998 characters (RFC 5322 2.1.1). */
  private static final int LONGEST_BITS = 3072;

  public Dkim {
    if (domain.isEmpty() || selector.isEmpty()) {
      throw new IllegalArgumentException(
          "mail.dkim: \"" + selector + "\" of \"" + domain + "\" (expected selector and domain)");
    }
    key = key.replaceAll("-----[^-]*-----|\\s", "");
    int bits = bits(key);
    if (bits < SHORTEST_BITS || bits > LONGEST_BITS) {
      throw new IllegalArgumentException(
          "mail.dkim.key: %d bits (expected %d to %d)"
              .formatted(bits, SHORTEST_BITS, LONGEST_BITS));
    }
  }

  private static int bits(String key) {
    try {
      var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key));
      return ((RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(encoded))
          .getModulus()
          .bitLength();
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // Without the cause, which may quote the key.
      throw new IllegalArgumentException(
          "mail.dkim.key: no private key of RSA in PKCS#8"
              + " (expected what \"openssl pkcs8 -topk8 -nocrypt\" makes of one)");
    }
  }

  DKIMSignOptions options() {
    return new DKIMSignOptions()
        .setSignAlgo(DKIMSignAlgorithm.RSA_SHA256)
        .setHeaderCanonAlgo(CanonicalizationAlgorithm.RELAXED)
        .setBodyCanonAlgo(CanonicalizationAlgorithm.RELAXED)
        .setSdid(domain)
        .setSelector(selector)
        .setPrivateKey(key)
        .setSignedHeaders(SIGNED);
  }

  @Override
  public String toString() {
    return selector + "._domainkey." + domain;
  }
}
