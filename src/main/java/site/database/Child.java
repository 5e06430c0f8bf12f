package site.database;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB that runs as long as this process: started, waited for, started again when it ends by
 * itself. A thread of its own goes round in {@link #blockingRun}.
 */
final class Child {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);

  /** A pause after each end in a row; the last one is for all further ones. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));

  /** Who ran so long has earned the shortest pause again. */
  private static final Duration HEALTHY = Duration.ofMinutes(1);

  /** Recovery after a crash is part of a start. */
  private static final Duration START = Duration.ofMinutes(5);

  private static final Duration STOP = Duration.ofSeconds(60);
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Programs programs;
  private final DataFolder folder;
  private final Accounts accounts;
  private final Runnable whenReady;
  private final Thread thread;

  private boolean stopping;
  private Process process;
  private volatile boolean ready;
  private final AtomicInteger starts = new AtomicInteger();
  private volatile String problem = "";

  /** The runnable is called each time it has become ready, before anybody is told. */
  Child(Programs programs, DataFolder folder, Accounts accounts, Runnable whenReady) {
    this.programs = programs;
    this.folder = folder;
    this.accounts = accounts;
    this.whenReady = whenReady;
    this.thread = new Thread(this::blockingRun, "database");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void blockingRun() {
    int failures = 0;
    while (!isStopping()) {
      long begun = System.nanoTime();
      try {
        blockingServe();
      } catch (IOException | RuntimeException e) {
        problem = e.getMessage();
      }
      ready = false;
      if (isStopping()) {
        return;
      }
      boolean wasHealthy = System.nanoTime() - begun > HEALTHY.toNanos();
      failures = wasHealthy ? 0 : Math.min(failures + 1, PAUSES.size());
      Duration pause = PAUSES.get(Math.max(0, failures - 1));
      LOG.error("database: {}; next start in {} s", problem, pause.toMillis() / 1000.0);
      blockingPause(pause);
    }
  }

  /** From one start to its end. */
  private void blockingServe() throws IOException {
    Files.createDirectories(folder.directory());
    Orphan.blockingEnd(folder);
    Program program = programs.blockingFind(folder.directory());
    folder.blockingPrepare(program, accounts.blockingPassword(Accounts.ROOT));
    Files.deleteIfExists(folder.socket());
    Process started = blockingLaunch(program);
    try {
      blockingAwaitSocket(started);
      whenReady.run();
      problem = "";
      ready = true;
      starts.incrementAndGet();
      LOG.info("database ready, pid {}, {}", started.pid(), program.file());
      int code = started.waitFor();
      problem = "it ended with code " + code + "; " + folder.log() + " tells why";
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } finally {
      blockingEnd(started);
    }
  }

  private synchronized Process blockingLaunch(Program program) throws IOException {
    if (stopping) {
      throw new IOException("the server stops");
    }
    List<String> command = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      command.add(SETSID.toString()); // what a terminal sends to the server is not for its database
    }
    command.addAll(program.command(folder.data(), options()));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()))
            .start();
    return process;
  }

  /** Small, safe, and reached by nobody but this user: src/doc/database.md has the numbers. */
  private List<String> options() {
    return List.of(
        "--skip-networking",
        "--skip-ssl",
        "--skip-name-resolve",
        "--skip-log-bin",
        "--socket=" + folder.socket(),
        "--pid-file=" + folder.pid(),
        "--character-set-server=utf8mb4",
        "--default-time-zone=+00:00",
        "--performance-schema=OFF",
        "--innodb-buffer-pool-size=32M",
        "--innodb-log-file-size=32M",
        "--innodb-flush-log-at-trx-commit=1",
        "--key-buffer-size=1M",
        "--aria-pagecache-buffer-size=1M",
        "--max-connections=200",
        "--table-open-cache=400",
        "--max-allowed-packet=16M");
  }

  private void blockingAwaitSocket(Process started) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (started.waitFor(20, TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "it did not start (code " + started.exitValue() + "); " + folder.log() + " tells why");
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("it did not start within " + START.toMinutes() + " minutes");
      }
    }
  }

  private boolean answers() {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return Files.exists(folder.socket())
          && probe.connect(UnixDomainSocketAddress.of(folder.socket()));
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void blockingEnd(Process started) {
    started.destroy();
    try {
      if (!started.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        started.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized void blockingPause(Duration pause) {
    long end = System.nanoTime() + pause.toNanos();
    try {
      for (long left = pause.toMillis(); left > 0 && !stopping; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  /** Returns when it has written everything down and ended. */
  void blockingStop() {
    synchronized (this) {
      stopping = true;
      notifyAll();
      if (process != null) {
        process.destroy();
      }
    }
    try {
      thread.join(STOP.toMillis() * 2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isReady() {
    return ready;
  }

  /** As it is now. */
  DatabaseState state() {
    long pid;
    synchronized (this) {
      pid = process == null || !process.isAlive() ? 0 : process.pid();
    }
    return new DatabaseState(ready && pid != 0, pid, starts.get(), problem);
  }
}
