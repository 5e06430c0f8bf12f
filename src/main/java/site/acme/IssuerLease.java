package site.acme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;
import site.tls.PrivateFiles;

/**
 * A claim for file systems whose locks cannot be relied on: a file with the name of the server that
 * orders and a number it counts up. Another server may claim it when it has not seen the number
 * change for half a minute by its own watch; no clocks are compared. It then waits until the one
 * before must have seen the claim, and orders if the claim still stands.
 *
 * <p>What remains: a server that was stopped between reading and writing the file for longer than
 * that wait. Both claim until one of them looks again, a few seconds later; the harm is one order
 * too many.
 */
final class IssuerLease implements IssuerClaim {
  static final Duration TERM = Duration.ofSeconds(30);
  static final Duration SETTLE = Duration.ofSeconds(10);

  private final Path file;
  private final LongSupplier watch;
  private final String me = UUID.randomUUID().toString();
  private long beats;
  private Optional<Seen> other = Optional.empty();
  private Optional<Long> claimed = Optional.empty();
  private boolean holding;
  private volatile Optional<Long> goodFrom = Optional.empty();

  private record Seen(String text, long since) {}

  /**
   * Claims nothing yet.
   *
   * @param watch nanoseconds that pass, as {@link System#nanoTime}
   */
  IssuerLease(Path directory, LongSupplier watch) {
    this.file = directory.resolve("tls.lease");
    this.watch = watch;
  }

  @Override
  public synchronized boolean blockingTry() throws AcmeProblem {
    try {
      PrivateFiles.blockingDirectory(file.getParent());
      long now = watch.getAsLong();
      holding = blockingHold(now);
      goodFrom = holding ? Optional.of(now) : Optional.empty();
      return holding;
    } catch (IOException e) {
      holding = false;
      goodFrom = Optional.empty();
      throw new AcmeProblem(AcmeFailure.local(file + ": cannot be used: " + e), e);
    }
  }

  private boolean blockingHold(long now) throws IOException {
    Optional<String> text = blockingRead();
    if (text.isEmpty()) {
      return blockingCreate();
    }
    if (text.get().startsWith(me)) {
      blockingBeat();
      return holding || claimed.filter(at -> passed(at, now, SETTLE)).isPresent();
    }
    claimed = Optional.empty();
    if (other.filter(seen -> seen.text.equals(text.get())).isEmpty()) {
      other = Optional.of(new Seen(text.get(), now));
    } else if (passed(other.get().since, now, TERM)) {
      blockingBeat();
      claimed = Optional.of(now);
    }
    return false;
  }

  private Optional<String> blockingRead() throws IOException {
    try {
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Of several that come at once the file system lets one. */
  private boolean blockingCreate() throws IOException {
    try {
      Files.write(file, text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.SYNC);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private void blockingBeat() throws IOException {
    beats++;
    Path own = file.resolveSibling("tls.lease." + me); // others write at the same time
    PrivateFiles.blockingWritePublic(own, new String(text(), StandardCharsets.US_ASCII));
    Files.move(own, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private byte[] text() {
    return (me + " " + beats + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static boolean passed(long since, long now, Duration time) {
    return now - since >= time.toNanos();
  }

  /** Not when this process was asleep for so long that another may have claimed it. */
  @Override
  public boolean holds() {
    return goodFrom.filter(at -> !passed(at, watch.getAsLong(), TERM.dividedBy(2))).isPresent();
  }

  @Override
  public synchronized void close() {
    try {
      if (holding && blockingRead().filter(text -> text.startsWith(me)).isPresent()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException("a lease cannot be given back", e);
    } finally {
      holding = false;
      goodFrom = Optional.empty();
    }
  }
}
