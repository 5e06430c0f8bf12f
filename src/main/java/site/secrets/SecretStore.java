package site.secrets;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import site.tls.PrivateFiles;

/**
 * Secrets in a file of the server's own, a line for each: its name, a space, its locked value. The
 * file is replaced whole; who changes it holds a lock. The key lies beside it unless it comes from
 * elsewhere, so by itself this protects copies of the store, not a machine that was broken into.
 */
public final class SecretStore {
  private static final int MAX_VALUE = 64 << 10;

  private final Path directory;
  private final Path file;
  private final MasterKey key;
  private final SecureRandom random = new SecureRandom();

  /**
   * Makes nothing yet.
   *
   * @param data the server's data folder; the store is {@code secrets/} in it
   * @param environment looks a variable up, null when it is not set
   */
  public SecretStore(Path data, UnaryOperator<String> environment) {
    this.directory = data.resolve("secrets");
    this.file = directory.resolve("secrets");
    this.key = new MasterKey(directory.resolve("master.key"), environment, random);
  }

  /** Names only; needs no key. */
  public SortedSet<SecretName> blockingNames() {
    return new TreeSet<>(blockingLines().keySet());
  }

  /**
   * Unlocks one; empty when there is none of that name.
   *
   * @throws SecretsFailure when there is one and it cannot be unlocked
   */
  public Optional<String> blockingFind(SecretName name) {
    return Optional.ofNullable(blockingLines().get(name))
        .map(locked -> Sealed.open(blockingKey(), name, locked));
  }

  private SecretKey blockingKey() {
    return key.blockingFind()
        .orElseThrow(() -> new SecretsFailure("the master key of " + file + " is missing"));
  }

  /** Keeps a value under a name, in place of the one before. */
  public void blockingPut(SecretName name, String value) {
    if (value.isEmpty() || value.length() > MAX_VALUE) {
      throw new SecretsFailure(name + ": expected a value of 1 to " + MAX_VALUE + " characters");
    }
    blockingChange(
        lines -> {
          lines.put(name, Sealed.seal(blockingKeyOf(lines), name, value, random));
          return true;
        });
  }

  /** A second key beside the first would leave a store that no key opens whole. */
  private SecretKey blockingKeyOf(NavigableMap<SecretName, String> lines) {
    if (lines.isEmpty()) {
      return key.blockingFindOrMake();
    }
    SecretKey master = blockingKey();
    Sealed.open(master, lines.firstKey(), lines.firstEntry().getValue());
    return master;
  }

  /** Forgets one; false when there was none. */
  public boolean blockingRemove(SecretName name) {
    return Files.exists(file) && blockingChange(lines -> lines.remove(name) != null);
  }

  @FunctionalInterface
  private interface Change {
    boolean blockingApply(NavigableMap<SecretName, String> lines);
  }

  private synchronized boolean blockingChange(Change change) {
    try {
      PrivateFiles.blockingDirectory(directory);
      try (FileChannel lock =
              FileChannel.open(
                  directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = lock.lock()) {
        NavigableMap<SecretName, String> lines = blockingLines();
        boolean changed = held.isValid() && change.blockingApply(lines);
        if (changed) {
          PrivateFiles.blockingWriteSecret(file, text(lines));
        }
        return changed;
      }
    } catch (IOException e) {
      throw new SecretsFailure("cannot write to " + directory, e);
    }
  }

  private static String text(Map<SecretName, String> lines) {
    return lines.entrySet().stream()
        .map(line -> line.getKey() + " " + line.getValue() + "\n")
        .collect(Collectors.joining());
  }

  private NavigableMap<SecretName, String> blockingLines() {
    NavigableMap<SecretName, String> lines = new TreeMap<>();
    if (!Files.exists(file)) {
      return lines;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        int space = line.indexOf(' ');
        lines.put(new SecretName(line.substring(0, space)), line.substring(space + 1));
      }
      return lines;
    } catch (IOException | RuntimeException e) {
      throw new SecretsFailure(file + " cannot be read as a store of secrets", e);
    }
  }
}
