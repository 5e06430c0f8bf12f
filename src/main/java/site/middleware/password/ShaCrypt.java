package site.middleware.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SHA-crypt as in {@code /etc/shadow} (Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512").
 *
 * @param algorithm {@code SHA-256} or {@code SHA-512}
 */
record ShaCrypt(String algorithm, int rounds, String salt, String hash) implements PasswordHash {
  private static final Pattern FORM =
      Pattern.compile("\\$([56])\\$(?:rounds=(\\d+)\\$)?([^$]+)\\$([^$]+)");

  private static final int USUAL_ROUNDS = 5_000;
  private static final int LEAST_ROUNDS = 1_000;

  static ShaCrypt parse(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new IllegalArgumentException("no SHA-crypt hash");
    }
    String rounds = found.group(2);
    return new ShaCrypt(
        found.group(1).equals("5") ? "SHA-256" : "SHA-512",
        rounds == null ? USUAL_ROUNDS : Math.max(LEAST_ROUNDS, Integer.parseInt(rounds)),
        found.group(3),
        found.group(4));
  }

  @Override
  public boolean blockingMatches(String password) {
    byte[] key = password.getBytes(UTF_8);
    byte[] salting = salt.getBytes(UTF_8);
    byte[] begun = begun(key, salting);
    byte[] keys = repeated(key, key.length, key.length);
    byte[] salts = repeated(salting, 16 + (begun[0] & 0xff), salting.length);
    return text(stretched(begun, keys, salts)).isEqual(hash);
  }

  private byte[] begun(byte[] key, byte[] salting) {
    MessageDigest sha = CryptText.digest(algorithm);
    sha.update(key);
    sha.update(salting);
    byte[] inner = sha.digest(key);
    sha.update(key);
    sha.update(salting);
    for (int left = key.length; left > 0; left -= inner.length) {
      sha.update(inner, 0, Math.min(inner.length, left));
    }
    for (int bits = key.length; bits > 0; bits >>= 1) {
      sha.update((bits & 1) == 1 ? inner : key);
    }
    return sha.digest();
  }

  /** The hash of many copies, itself copied to a length. */
  private byte[] repeated(byte[] bytes, int times, int length) {
    MessageDigest sha = CryptText.digest(algorithm);
    for (int i = 0; i < times; i++) {
      sha.update(bytes);
    }
    byte[] once = sha.digest();
    byte[] all = new byte[length];
    for (int at = 0; at < length; at += once.length) {
      System.arraycopy(once, 0, all, at, Math.min(once.length, length - at));
    }
    return all;
  }

  private byte[] stretched(byte[] begun, byte[] keys, byte[] salts) {
    MessageDigest sha = CryptText.digest(algorithm);
    byte[] result = Arrays.copyOf(begun, begun.length);
    for (int round = 0; round < rounds; round++) {
      boolean odd = (round & 1) == 1;
      sha.update(odd ? keys : result);
      if (round % 3 != 0) {
        sha.update(salts);
      }
      if (round % 7 != 0) {
        sha.update(keys);
      }
      sha.update(odd ? result : keys);
      result = sha.digest();
    }
    return result;
  }

  private static CryptText text(byte[] result) {
    CryptText text = new CryptText(result);
    return result.length == 64 ? long64(text) : short32(text);
  }

  private static CryptText long64(CryptText text) {
    int a = 0;
    int b = 21;
    int c = 42;
    for (int i = 0; i < 21; i++) {
      text.three(a, b, c);
      int first = a;
      a = b + 1;
      b = c + 1;
      c = first + 1;
    }
    return text.one(63);
  }

  private static CryptText short32(CryptText text) {
    int a = 0;
    int b = 10;
    int c = 20;
    for (int i = 0; i < 10; i++) {
      text.three(a, b, c);
      int first = a;
      a = c + 1;
      c = b + 1;
      b = first + 1;
    }
    return text.two(31, 30);
  }
}
