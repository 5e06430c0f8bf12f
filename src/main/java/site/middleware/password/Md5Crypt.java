package site.middleware.password;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/**
 * The thousand rounds of MD5 that {@code htpasswd} made for decades, and its elder brother of
 * FreeBSD. Quick to guess today; taken because people have them.
 *
 * @param magic {@code $apr1$} or {@code $1$}
 */
record Md5Crypt(String magic, String salt, String hash) implements PasswordHash {

  static Md5Crypt parse(String text) {
    int begin = text.indexOf('$', 1) + 1;
    int end = text.indexOf('$', begin);
    if (begin == 0 || end < 0) {
      throw new IllegalArgumentException("no MD5 hash");
    }
    return new Md5Crypt(
        text.substring(0, begin), text.substring(begin, end), text.substring(end + 1));
  }

  @Override
  public boolean blockingMatches(String password) {
    byte[] key = password.getBytes(UTF_8);
    byte[] salting = salt.getBytes(UTF_8);
    return text(stretched(key, salting, begun(key, salting))).isEqual(hash);
  }

  private byte[] begun(byte[] key, byte[] salting) {
    MessageDigest md5 = CryptText.digest("MD5");
    md5.update(key);
    md5.update(salting);
    byte[] inner = md5.digest(key);
    md5.update(key);
    md5.update(magic.getBytes(UTF_8));
    md5.update(salting);
    for (int left = key.length; left > 0; left -= inner.length) {
      md5.update(inner, 0, Math.min(inner.length, left));
    }
    for (int bits = key.length; bits > 0; bits >>= 1) {
      md5.update((bits & 1) == 1 ? (byte) 0 : key[0]);
    }
    return md5.digest();
  }

  private static byte[] stretched(byte[] key, byte[] salting, byte[] begun) {
    MessageDigest md5 = CryptText.digest("MD5");
    byte[] result = begun;
    for (int round = 0; round < 1_000; round++) {
      boolean odd = (round & 1) == 1;
      md5.update(odd ? key : result);
      if (round % 3 != 0) {
        md5.update(salting);
      }
      if (round % 7 != 0) {
        md5.update(key);
      }
      md5.update(odd ? result : key);
      result = md5.digest();
    }
    return result;
  }

  private static CryptText text(byte[] result) {
    return new CryptText(result)
        .three(0, 6, 12)
        .three(1, 7, 13)
        .three(2, 8, 14)
        .three(3, 9, 15)
        .three(4, 10, 5)
        .one(11);
  }
}
