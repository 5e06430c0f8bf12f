package site.middleware.password;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What the hashes of Unix's {@code crypt} have in common: their way to write bytes. */
final class CryptText {
  private static final byte[] DIGITS =
      "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);

  private final StringBuilder text = new StringBuilder();
  private final byte[] hash;

  CryptText(byte[] hash) {
    this.hash = hash;
  }

  /** The bytes at three places as four digits, the least first. */
  CryptText three(int high, int middle, int low) {
    return digits((at(high) << 16) | (at(middle) << 8) | at(low), 4);
  }

  CryptText two(int high, int low) {
    return digits((at(high) << 8) | at(low), 3);
  }

  CryptText one(int place) {
    return digits(at(place), 2);
  }

  /** Compares in a time that does not depend on where they differ. */
  boolean isEqual(String other) {
    return MessageDigest.isEqual(text.toString().getBytes(US_ASCII), other.getBytes(US_ASCII));
  }

  private int at(int place) {
    return hash[place] & 0xff;
  }

  private CryptText digits(int value, int count) {
    int rest = value;
    for (int i = 0; i < count; i++) {
      text.append((char) DIGITS[rest & 63]);
      rest >>= 6;
    }
    return this;
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}
