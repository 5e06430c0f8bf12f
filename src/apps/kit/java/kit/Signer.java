package kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs what a browser keeps for us. The key outlives redeploys, as open forms must. */
public final class Signer {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  Signer(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** The key in this folder, readable by its owner only; made when there is none. */
  static Signer blockingOf(Path folder) {
    Path file = folder.resolve("signing.key");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(file)) {
        blockingMake(file);
      }
      return new Signer(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void blockingMake(Path file) throws IOException {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    Path whole = Files.createTempFile(file.getParent(), "signing", ".new");
    Files.setPosixFilePermissions(whole, PosixFilePermissions.fromString("rw-------"));
    Files.write(whole, key);
    try {
      Files.createLink(file, whole); // unlike a rename it keeps the key of whoever was first
    } catch (FileAlreadyExistsException another) {
      // that one is read
    }
    Files.delete(whole);
  }

  /** A signature bound to its purpose, URL-safe. */
  public String sign(String purpose, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signature = mac.doFinal((purpose + "|" + text).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isSigned(String purpose, String text, String signature) {
    return signature.chars().allMatch(c -> c < 128) && Tokens.same(sign(purpose, text), signature);
  }
}
