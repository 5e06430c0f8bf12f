package site.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses files that were put aside and deletes the oldest of them, on a thread of its own:
 * lines are written meanwhile. What a process that ended left undone is done after the next
 * rotation.
 */
final class Archive {
  private static final String GZ = ".gz";
  private static final String PART = ".part";

  private final PrintStream err;
  private final Set<Path> waiting = ConcurrentHashMap.newKeySet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "log-archive");
            made.setDaemon(true);
            return made;
          });

  Archive(PrintStream err) {
    this.err = err;
  }

  static Path compressed(Path aside) {
    return aside.resolveSibling(aside.getFileName() + GZ);
  }

  /**
   * Puts in order what was put aside of this file. Asked again before it began, it does it once.
   */
  void tidy(Path file, int keep) {
    if (waiting.add(file)) {
      thread.execute(
          () -> {
            waiting.remove(file);
            tidyBlocking(file, keep);
          });
    }
  }

  /** Takes no more files; those it has are put in order. */
  void close() {
    thread.shutdown();
  }

  /** Waits for the end of its work after {@link #close}, not longer than that. */
  void awaitBlocking(Duration deadline) throws InterruptedException {
    thread.awaitTermination(deadline.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void tidyBlocking(Path file, int keep) {
    try {
      List<Path> aside = asideBlocking(file);
      List<Path> surplus = aside.subList(0, Math.max(0, aside.size() - keep));
      for (Path old : surplus) {
        Files.deleteIfExists(old);
      }
      for (Path kept : aside.subList(surplus.size(), aside.size())) {
        if (!kept.toString().endsWith(GZ)) {
          compressBlocking(kept);
        }
      }
    } catch (IOException e) {
      err.println(file + ": files put aside cannot be put in order: " + e.getMessage());
    }
  }

  /** Oldest first. */
  private static List<Path> asideBlocking(Path file) throws IOException {
    Pattern name =
        Pattern.compile(
            Pattern.quote(file.getFileName().toString()) + "\\.\\d{8}T\\d{6}\\.\\d{3}Z(\\.gz)?");
    try (Stream<Path> siblings = Files.list(file.toAbsolutePath().getParent())) {
      return siblings
          .filter(sibling -> name.matcher(sibling.getFileName().toString()).matches())
          .sorted()
          .toList();
    }
  }

  /** Complete under its name or not there. */
  private static void compressBlocking(Path aside) throws IOException {
    Path target = compressed(aside);
    Path part = target.resolveSibling(target.getFileName() + PART);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part), 64 * 1024)) {
      Files.copy(aside, out);
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(aside);
  }
}
