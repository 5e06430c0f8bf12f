package site.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes lines from any thread without ever blocking it, and has them written by the one thread of
 * {@link LineWriters}. What finds no room is dropped and counted: a server that can't log serves
 * on.
 *
 * <p>When writing fails, for a full disk say, the lines wait in the queue and writing is tried
 * again every second, going on at the very byte it stopped at.
 */
public final class LineWriter {
  private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);
  private static final int BATCH = 256 * 1024;
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long ROTATION_RETRY_NANOS = Duration.ofMinutes(1).toNanos();

  /** A receiver of datagrams is full at times, and soon again not. */
  private static final int PATIENCE_MILLIS = 100;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * What may wait.
   *
   * @param lines their number
   * @param characters their length altogether
   */
  record Room(int lines, long characters) {
    static final Room DEFAULT = new Room(65_536, 16L * 1024 * 1024);
  }

  private static final int SINGLES = 1_000;

  private final Output output;
  private final Optional<RotatedFile> file;
  private final Archive archive;
  private final Room room;
  private final Runnable wake;
  private final Runnable hurry;
  private final PrintStream err;

  private final Queue<String> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingLines = new AtomicInteger();
  private final AtomicLong waitingCharacters = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private volatile boolean reopenWanted;
  private volatile boolean closed;

  /** Set by the writing thread. */
  private volatile boolean failing;

  // The rest is touched by the writing thread only.
  private WritableByteChannel channel;
  private ByteBuffer batch = NOTHING;
  private long notBefore;
  private long notRotatedBefore = System.nanoTime();
  private long reported;
  private long reportedAt;

  /**
   * Begins with an open output.
   *
   * @param file present when the output is a file, which was opened, too
   * @param archive takes care of files put aside
   * @param wake called when there is something to write
   * @param hurry called when the queue is filling up
   * @param err where a failure to write is told, since the log may be what fails
   */
  LineWriter(
      Output output,
      WritableByteChannel channel,
      Optional<RotatedFile> file,
      Archive archive,
      Room room,
      Runnable wake,
      Runnable hurry,
      PrintStream err) {
    this.output = output;
    this.file = file;
    this.archive = archive;
    this.channel = channel;
    this.room = room;
    this.wake = wake;
    this.hurry = hurry;
    this.err = err;
    this.reportedAt = System.nanoTime() - REPORT_NANOS;
  }

  /** Queues an ordinary line. */
  public boolean offer(String line) {
    return offer(Severity.INFO, line);
  }

  /**
   * Queues a line for writing. Never blocks.
   *
   * @param text without a line end
   * @return false when there was no room and the line is lost
   */
  public boolean offer(Severity severity, String text) {
    String line = output.framing().framed(severity, text);
    if (closed
        || waitingLines.get() >= room.lines()
        || waitingCharacters.get() + line.length() > room.characters()) {
      dropped.incrementAndGet();
      return false;
    }
    queue.add(line);
    waitingCharacters.addAndGet(line.length());
    if (waitingLines.incrementAndGet() == room.lines() / 4) {
      hurry.run();
    } else {
      wake.run();
    }
    return true;
  }

  /** Lines lost since the start. */
  public long dropped() {
    return dropped.get();
  }

  /** Lines that wait to be written. */
  public int waiting() {
    return waitingLines.get();
  }

  /** When the file is put aside from now on; without effect for what is no file. */
  public void rotate(Rotation rotation) {
    file.ifPresent(rotated -> rotated.rotation(rotation));
  }

  /** Whether its readers are told time and severity besides, so that lines need not. */
  public boolean isDated() {
    return output.framing().isDated();
  }

  /** Asks for the file to be opened anew, because it was moved away to be kept. */
  public void reopen() {
    reopenWanted = output.reopens();
    wake.run();
  }

  /** Ends it: what waits is still written, what comes later is dropped. Does not wait. */
  public void close() {
    closed = true;
    wake.run();
  }

  LogState.Place state() {
    return new LogState.Place(name(), waiting(), dropped(), failing);
  }

  String name() {
    return output.name();
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether calling {@link #writeBlocking} would do something. */
  boolean isDue(long now) {
    return now - notBefore >= 0 && (batch.hasRemaining() || !queue.isEmpty() || reopenWanted);
  }

  /** Writes one batch, if that can be done. */
  void writeBlocking(long now) {
    try {
      reopenIfWantedBlocking();
      writeBatchBlocking();
      for (int i = 1; output.framing().isSingle() && !queue.isEmpty() && i < SINGLES; i++) {
        writeBatchBlocking();
      }
      recovered();
      reportDropped(now);
    } catch (IOException e) {
      failed(e, now);
    }
  }

  private void writeBatchBlocking() throws IOException {
    if (!batch.hasRemaining()) {
      rotateIfDueBlocking();
      batch = nextBatch();
    }
    int patience = PATIENCE_MILLIS;
    while (batch.hasRemaining()) {
      int written = channel.write(batch);
      file.ifPresent(rotated -> rotated.wrote(written));
      if (written == 0) {
        if (patience-- == 0) {
          throw new IOException("it takes nothing at present");
        }
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  /** Between two batches, so that no line is torn. */
  private void rotateIfDueBlocking() throws IOException {
    if (file.isEmpty() || !file.get().isDue() || System.nanoTime() - notRotatedBefore < 0) {
      return;
    }
    try {
      file.get().putAsideBlocking();
    } catch (IOException e) {
      notRotatedBefore = System.nanoTime() + ROTATION_RETRY_NANOS;
      err.println(name() + ": cannot be put aside, is written on: " + e.getMessage());
      return;
    }
    openAnewBlocking();
    archive.tidy(file.get().file(), file.get().keep());
  }

  /** Writes all that waits, until something fails; then closes the output. */
  void finishBlocking() {
    closed = true;
    long now = System.nanoTime();
    notBefore = now;
    while (isDue(now)) {
      writeBlocking(now);
    }
    if (waiting() > 0 || batch.hasRemaining()) {
      err.println(name() + ": the last lines could not be written");
    }
    closeOutputBlocking();
  }

  private void reopenIfWantedBlocking() throws IOException {
    if (reopenWanted || !channel.isOpen()) {
      reopenWanted = false;
      openAnewBlocking();
    }
  }

  private void openAnewBlocking() throws IOException {
    closeOutputBlocking();
    channel = output.opener().openBlocking();
    if (file.isPresent()) {
      file.get().openedBlocking();
    }
  }

  private void closeOutputBlocking() {
    if (output.reopens()) {
      try {
        channel.close();
      } catch (IOException e) {
        err.println(name() + ": " + e.getMessage());
      }
    }
  }

  private ByteBuffer nextBatch() {
    var text = new StringBuilder();
    Framing framing = output.framing();
    long most =
        Math.min(
            framing.isSingle() ? 1 : BATCH, file.map(RotatedFile::room).orElse(Long.MAX_VALUE));
    int lines = 0;
    long characters = 0;
    for (String line; text.length() < most && (line = queue.poll()) != null; lines++) {
      framing.append(text, line);
      characters += line.length();
    }
    waitingLines.addAndGet(-lines);
    waitingCharacters.addAndGet(-characters);
    return lines == 0 ? NOTHING : ByteBuffer.wrap(framing.encoded(text.toString()));
  }

  private void failed(IOException cause, long now) {
    notBefore = now + RETRY_NANOS;
    if (output.isRemote()) {
      batch.rewind();
      closeOutputBlocking();
    }
    if (!failing) {
      failing = true;
      err.println(name() + ": cannot write log lines, trying again: " + cause.getMessage());
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      err.println(name() + ": log lines are written again");
    }
  }

  private void reportDropped(long now) {
    long lost = dropped.get() - reported;
    if (lost > 0 && now - reportedAt >= REPORT_NANOS) {
      reported += lost;
      reportedAt = now;
      LOG.warn("{}: {} lines dropped, more than could be written came in", name(), lost);
    }
  }
}
