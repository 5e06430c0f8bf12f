package site.middleware.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts so that nobody else can read or make them (AES-256-GCM, NIST SP 800-38D).
 *
 * @param made when
 */
record SealingKey(Instant made, SecretKeySpec key) {
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  static SealingKey make(Instant now, SecureRandom random) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new SealingKey(now, new SecretKeySpec(key, "AES"));
  }

  /** A line of a file. */
  static SealingKey parse(String line) {
    String[] parts = line.split(" ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("a line without a key");
    }
    byte[] key = Base64.getDecoder().decode(parts[1]);
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + key.length + " bytes");
    }
    return new SealingKey(
        Instant.ofEpochSecond(Long.parseLong(parts[0])), new SecretKeySpec(key, "AES"));
  }

  String line() {
    return made.getEpochSecond() + " " + Base64.getEncoder().encodeToString(key.getEncoded());
  }

  /**
   * For a cookie.
   *
   * @param purpose what it has to be opened for
   */
  String seal(String text, String purpose, SecureRandom random) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, purpose, text.getBytes(UTF_8), 0);
    ByteBuffer all = ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all.array());
  }

  /** Empty for whatever this key has not sealed for this purpose. */
  Optional<String> open(byte[] sealed, String purpose) {
    if (sealed.length < NONCE_BYTES + TAG_BITS / 8) {
      return Optional.empty();
    }
    byte[] text = cipher(Cipher.DECRYPT_MODE, sealed, purpose, sealed, NONCE_BYTES);
    return Optional.ofNullable(text).map(bytes -> new String(bytes, UTF_8));
  }

  /** Null for what was not sealed by it. */
  private byte[] cipher(int mode, byte[] nonce, String purpose, byte[] bytes, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, 0, NONCE_BYTES));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return cipher.doFinal(bytes, from, bytes.length - from);
    } catch (GeneralSecurityException notByThisKey) {
      return null;
    }
  }

  /** Never shown. */
  @Override
  public String toString() {
    return "a key of " + made;
  }
}
