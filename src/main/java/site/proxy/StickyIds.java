package site.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names targets so that a client can carry the name and learn nothing by it. The same key gives the
 * same names, so they are good for as long as the key is.
 */
public final class StickyIds {
  private static final String ALGORITHM = "HmacSHA256";

  /** 96 bits: nobody guesses another's, and it stays short. */
  private static final int LENGTH = 12;

  private final SecretKeySpec key;

  StickyIds(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Names that are good until the process ends, over all reloads. */
  public static StickyIds ofThisProcess() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new StickyIds(key);
  }

  String of(String address) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] whole = mac.doFinal(address.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, LENGTH));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
