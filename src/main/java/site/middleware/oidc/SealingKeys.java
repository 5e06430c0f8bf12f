package site.middleware.oidc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import site.tls.PrivateFiles;

/**
 * The keys of all sessions, in a file that only the owner may read. The newest seals; each opens
 * what it has sealed until no session can be as old. So people stay logged in over restarts and
 * changes of keys.
 */
public final class SealingKeys {
  private static final Duration TURN = Duration.ofDays(30);

  /** The longest session a configuration may ask for. */
  private static final Duration LONGEST_SESSION = Duration.ofDays(30);

  private final Path file;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private volatile List<SealingKey> keys = List.of();

  /**
   * None yet.
   *
   * @param file where they are kept
   */
  public SealingKeys(Path file, Clock clock) {
    this.file = file;
    this.clock = clock;
  }

  /** Reads them, and makes a new one where it is time. Called again at least daily. */
  public synchronized void blockingPrepare() throws IOException {
    List<SealingKey> now = keys.isEmpty() ? blockingRead() : keys;
    List<SealingKey> next = turned(now, clock.instant(), random);
    if (!next.equals(now)) {
      PrivateFiles.blockingDirectory(file.getParent());
      PrivateFiles.blockingWriteSecret(
          file, next.stream().map(SealingKey::line).collect(Collectors.joining("\n", "", "\n")));
    }
    keys = next;
  }

  private List<SealingKey> blockingRead() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file).stream().map(SealingKey::parse).toList();
    } catch (RuntimeException e) {
      throw new IOException(
          file + ": no keys of sessions (delete it, and everybody logs in again)", e);
    }
  }

  /** The newest first, a new one in front where that is a month old. */
  static List<SealingKey> turned(List<SealingKey> keys, Instant now, SecureRandom random) {
    List<SealingKey> next = new ArrayList<>(keys);
    next.removeIf(key -> key.made().plus(TURN).plus(LONGEST_SESSION).isBefore(now));
    if (next.isEmpty() || next.get(0).made().plus(TURN).isBefore(now)) {
      next.add(0, SealingKey.make(now, random));
    }
    return List.copyOf(next);
  }

  /** For a cookie; opened for the same purpose only. */
  String seal(String text, String purpose) {
    return keys.get(0).seal(text, purpose, random);
  }

  /** Empty for what we have not sealed for this purpose, or too long ago. */
  Optional<String> open(String cookie, String purpose) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(cookie);
    } catch (IllegalArgumentException noBase64) {
      return Optional.empty();
    }
    return keys.stream().flatMap(key -> key.open(sealed, purpose).stream()).findFirst();
  }

  /** What nobody can guess: 32 bytes. */
  String secret() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
