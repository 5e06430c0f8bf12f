package site.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import site.tls.PrivateFiles;

/**
 * The key everything in the store is locked with: of the environment, of systemd, or of a file that
 * nobody but its owner may touch. Knows nothing of the store.
 */
final class MasterKey {
  static final String VARIABLE = "SITE_MASTER_KEY";
  static final String CREDENTIAL = "site.master-key";

  private static final int BYTES = 32;
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;
  private final UnaryOperator<String> environment;
  private final SecureRandom random;

  MasterKey(Path file, UnaryOperator<String> environment, SecureRandom random) {
    this.file = file;
    this.environment = environment;
    this.random = random;
  }

  /** Empty when nobody made one yet. */
  Optional<SecretKey> blockingFind() {
    String given = environment.apply(VARIABLE);
    if (given != null && !given.isEmpty()) {
      return Optional.of(key(given, VARIABLE));
    }
    Optional<Path> credential =
        Optional.ofNullable(environment.apply("CREDENTIALS_DIRECTORY"))
            .map(directory -> Path.of(directory, CREDENTIAL))
            .filter(Files::isRegularFile);
    if (credential.isPresent()) {
      return credential.map(MasterKey::blockingRead);
    }
    return Files.exists(file) ? Optional.of(blockingReadOwn()) : Optional.empty();
  }

  /** The one there is, else a new one in the file. */
  SecretKey blockingFindOrMake() {
    return blockingFind().orElseGet(this::blockingMake);
  }

  private SecretKey blockingMake() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    try {
      PrivateFiles.blockingWriteSecret(file, Base64.getEncoder().encodeToString(bytes) + "\n");
    } catch (IOException e) {
      throw new SecretsFailure("cannot write " + file, e);
    }
    return new SecretKeySpec(bytes, "AES");
  }

  private SecretKey blockingReadOwn() {
    try {
      if (!OWNERS.containsAll(Files.getPosixFilePermissions(file))) {
        throw new SecretsFailure(file + " is open to others (expected mode 0600)");
      }
    } catch (IOException e) {
      throw new SecretsFailure("cannot look at " + file, e);
    } catch (UnsupportedOperationException modesUnknown) {
      // where files have no modes, the rules of the directory apply
    }
    return blockingRead(file);
  }

  private static SecretKey blockingRead(Path file) {
    try {
      return key(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new SecretsFailure("cannot read " + file, e);
    }
  }

  private static SecretKey key(String text, String place) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text.strip());
      if (bytes.length == BYTES) {
        return new SecretKeySpec(bytes, "AES");
      }
    } catch (IllegalArgumentException notBase64) {
      // said below, without what was there
    }
    throw new SecretsFailure(place + ": not a key (expected 32 bytes in Base64)");
  }
}
