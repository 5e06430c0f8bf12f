package site.log;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * All line writers and the one thread that writes for them.
 *
 * <p>The thread sleeps until there is a line, writes it at once, and then lets lines gather for a
 * few milliseconds, so that a busy server costs a few hundred writes a second and not one per
 * request.
 */
public final class LineWriters {
  private static final long GATHER_NANOS = Duration.ofMillis(5).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(500).toNanos();

  private final List<LineWriter> writers = new CopyOnWriteArrayList<>();
  private final PrintStream err;
  private final Clock clock;
  private final Archive archive;
  private final LineWriter.Room room;
  private final Thread thread;
  private final AtomicLong lostBefore = new AtomicLong();
  private volatile boolean asleep;
  private volatile boolean ending;

  /**
   * Starts the thread.
   *
   * @param err where it is told that writing fails
   */
  public LineWriters(PrintStream err) {
    this(err, LineWriter.Room.DEFAULT, Clock.system(ZoneId.systemDefault()));
  }

  LineWriters(PrintStream err, LineWriter.Room room, Clock clock) {
    this.err = err;
    this.clock = clock;
    this.archive = new Archive(err);
    this.room = room;
    this.thread = new Thread(this::runBlocking, "log-writer");
    thread.setDaemon(true);
    thread.start();
  }

  /** The writer to standard output, always the same one. */
  public LineWriter stdout() {
    return stdout(Output.stdout());
  }

  /** The writer to a standard output that systemd reads into its journal. */
  public LineWriter stdoutOfJournal() {
    return stdout(Output.stdoutOfJournal());
  }

  private LineWriter stdout(Output output) {
    try {
      return writerBlocking(output);
    } catch (IOException e) {
      throw new IllegalStateException("standard output is always open", e);
    }
  }

  /**
   * The writer to a file, the same one for the same file. Makes missing folders. Blocks.
   *
   * @throws IOException when the file can't be opened for appending
   */
  public LineWriter fileBlocking(Path file) throws IOException {
    return writerBlocking(Output.file(file.toAbsolutePath().normalize()));
  }

  /**
   * The writer to a syslog daemon's datagram socket. Blocks.
   *
   * @throws IOException when there is none
   */
  public LineWriter syslogUnixBlocking(Path socket) throws IOException {
    return writerBlocking(Output.unix("syslog:unix:" + socket, socket, syslog(true)));
  }

  /** The writer to a syslog daemon that takes UDP. Blocks while the name is resolved. */
  public LineWriter syslogUdpBlocking(String host, int port) throws IOException {
    return writerBlocking(
        Output.udp("syslog:udp://" + host + ":" + port, host, port, syslog(true)));
  }

  /**
   * The writer to a syslog daemon that takes TCP. Blocks.
   *
   * @throws IOException when it cannot be reached
   */
  public LineWriter syslogTcpBlocking(String host, int port) throws IOException {
    return writerBlocking(
        Output.tcp("syslog:tcp://" + host + ":" + port, host, port, syslog(false)));
  }

  /**
   * The writer to systemd's journal. Blocks.
   *
   * @throws IOException when there is none
   */
  public LineWriter journalBlocking(Path socket) throws IOException {
    return writerBlocking(Output.unix("journald", socket, new JournalFraming()));
  }

  private Framing syslog(boolean single) {
    return new SyslogFraming(single, hostName(), clock);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "-"; // RFC 5424 6.2.4: the nil value
    }
  }

  synchronized LineWriter writerBlocking(Output output) throws IOException {
    for (LineWriter writer : writers) {
      if (writer.name().equals(output.name()) && !writer.isClosed()) {
        return writer;
      }
    }
    WritableByteChannel channel = output.opener().openBlocking();
    Optional<RotatedFile> file = output.file().map(path -> new RotatedFile(path, clock));
    if (file.isPresent()) {
      file.get().openedBlocking();
    }
    var writer = new LineWriter(output, channel, file, archive, room, this::wake, this::hurry, err);
    writers.add(writer);
    return writer;
  }

  /** Opens all files anew: what was moved away keeps what it has, new lines go to new files. */
  public void reopen() {
    writers.forEach(LineWriter::reopen);
  }

  /** How the log is doing. */
  public LogState state() {
    List<LogState.Place> places = writers.stream().map(LineWriter::state).toList();
    return new LogState(
        places, lostBefore.get() + places.stream().mapToLong(LogState.Place::lost).sum());
  }

  /**
   * Writes what waits, puts in order what was put aside, and ends. Blocks, not longer than the
   * deadline: a full pipe that nobody reads would hold it for ever.
   *
   * @return whether the writing came to its end
   */
  public boolean closeBlocking(Duration deadline) {
    long end = System.nanoTime() + deadline.toNanos();
    ending = true;
    hurry();
    try {
      thread.join(Math.max(1, deadline.toMillis()));
      archive.awaitBlocking(Duration.ofNanos(end - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private void wake() {
    if (asleep) {
      hurry();
    }
  }

  private void hurry() {
    LockSupport.unpark(thread);
  }

  private void runBlocking() {
    while (!ending) {
      retireClosedBlocking();
      if (writeBlocking()) {
        LockSupport.parkNanos(this, GATHER_NANOS);
      } else {
        sleepUnlessDueBlocking();
      }
    }
    writers.forEach(LineWriter::finishBlocking);
    archive.close();
  }

  /** One batch of everyone who has something. */
  private boolean writeBlocking() {
    boolean wrote = false;
    long now = System.nanoTime();
    for (LineWriter writer : writers) {
      if (writer.isDue(now)) {
        writer.writeBlocking(now);
        wrote = true;
      }
    }
    return wrote;
  }

  private void retireClosedBlocking() {
    List<LineWriter> closed = writers.stream().filter(LineWriter::isClosed).toList();
    writers.removeAll(closed);
    closed.forEach(LineWriter::finishBlocking);
    closed.forEach(writer -> lostBefore.addAndGet(writer.dropped() + writer.waiting()));
  }

  /** Saying that it sleeps before looking again makes sure that no line is overlooked. */
  private void sleepUnlessDueBlocking() {
    asleep = true;
    long now = System.nanoTime();
    if (!ending && writers.stream().noneMatch(writer -> writer.isDue(now))) {
      LockSupport.parkNanos(this, RETRY_NANOS);
    }
    asleep = false;
  }
}
