package kit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/**
 * Links that let somebody in (K13): 128 random bits, URL-safe. Stored is only {@link #hash}, which
 * is bound to one purpose, so that a link to confirm cannot be used to delete.
 */
public final class Tokens {
  private static final int BYTES = 16;

  private final RandomGenerator random;

  public Tokens() {
    this(new SecureRandom());
  }

  Tokens(RandomGenerator random) {
    this.random = random;
  }

  public String next() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What to store of a token: 64 hexadecimal digits. */
  public static String hash(String purpose, String token) {
    return HexFormat.of().formatHex(sha256((purpose + "|" + token).getBytes(UTF_8)));
  }

  /** Takes the same time wherever the difference is. */
  public static boolean matches(String purpose, String token, String storedHash) {
    return same(hash(purpose, token), storedHash);
  }

  static boolean same(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(US_ASCII), b.getBytes(US_ASCII));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
