package site.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MariaDB whose server was killed and that goes on without it. It is told to end in an orderly
 * way before another one starts on the same files.
 */
final class Orphan {
  private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(20);

  private Orphan() {}

  /** Returns when none is left; the server's own lock says that it is nobody's child. */
  static void blockingEnd(DataFolder folder) throws IOException {
    Optional<ProcessHandle> found = blockingFind(folder);
    if (found.isEmpty()) {
      return;
    }
    ProcessHandle orphan = found.get();
    LOG.info("ending a database that outlived its server (pid {})", orphan.pid());
    orphan.destroy();
    if (!blockingAwaitEnd(orphan, folder)) {
      LOG.warn("the database does not end, killing it (pid {})", orphan.pid());
      orphan.destroyForcibly();
      blockingAwaitEnd(orphan, folder);
    }
  }

  /** Looked at instead of awaited: where nobody reaps it, a process that ended stays a zombie. */
  private static boolean blockingAwaitEnd(ProcessHandle orphan, DataFolder folder) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (serves(orphan, folder.data()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return !serves(orphan, folder.data());
  }

  /** The process of the pid file, if it is still that: pids are used again. */
  private static Optional<ProcessHandle> blockingFind(DataFolder folder) throws IOException {
    if (!Files.exists(folder.pid())) {
      return Optional.empty();
    }
    String pid = Files.readString(folder.pid()).strip();
    return pid.matches("[0-9]{1,18}")
        ? ProcessHandle.of(Long.parseLong(pid)).filter(process -> serves(process, folder.data()))
        : Optional.empty();
  }

  private static boolean serves(ProcessHandle process, Path data) {
    try {
      String command = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
      return command.contains("\0--datadir=" + data + "\0");
    } catch (IOException gone) {
      return false;
    }
  }
}
