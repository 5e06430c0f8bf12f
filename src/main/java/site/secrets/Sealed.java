package site.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** Locks and unlocks one value: AES-256-GCM, with its name as the data that must be the same. */
final class Sealed {
  private static final int IV = 12;
  private static final int TAG_BITS = 128;

  private Sealed() {}

  static String seal(SecretKey key, SecretName name, String value, SecureRandom random) {
    byte[] iv = new byte[IV];
    random.nextBytes(iv);
    try {
      byte[] locked = cipher(Cipher.ENCRYPT_MODE, key, name, iv).doFinal(value.getBytes(UTF_8));
      byte[] all = Arrays.copyOf(iv, IV + locked.length);
      System.arraycopy(locked, 0, all, IV, locked.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new SecretsFailure(name + " cannot be encrypted on this Java", e);
    }
  }

  static String open(SecretKey key, SecretName name, String text) {
    try {
      byte[] all = Base64.getDecoder().decode(text);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, name, Arrays.copyOf(all, IV));
      return new String(cipher.doFinal(all, IV, all.length - IV), UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new SecretsFailure(
          name + " does not open: it was stored with another master key, or changed", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, SecretName name, byte[] iv)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(name.text().getBytes(UTF_8));
    return cipher;
  }
}
