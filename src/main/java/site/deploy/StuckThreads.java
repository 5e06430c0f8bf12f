package site.deploy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and ends the threads of an app that do not come back: by an interrupt, which ends whoever
 * waits for something, and on Java before 20 by {@code Thread.stop}, which ends a loop. What cannot
 * be ended is counted for as long as it runs.
 */
final class StuckThreads {
  private static final Logger LOG = LoggerFactory.getLogger(StuckThreads.class);
  private static final Duration GRACE = Duration.ofMillis(500);
  private static final int LAST_WITH_STOP = 19;

  private final List<Thread> left = new CopyOnWriteArrayList<>();

  /** Those that went on running. */
  int count() {
    left.removeIf(thread -> !thread.isAlive());
    return left.size();
  }

  /** The line of the app's own code a thread is at, as far as it is in any. */
  static Optional<StackTraceElement> line(String loader, StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> loader.equals(frame.getClassLoaderName()))
        .findFirst();
  }

  /**
   * Ends a thread.
   *
   * @param loader of the app, by name
   * @param isBack whether the thread takes tasks again
   */
  void blockingEnd(Thread thread, String loader, BooleanSupplier isBack) {
    thread.interrupt();
    if (!blockingAwait(thread, isBack)
        && !(blockingStop(thread, loader) && blockingAwait(thread, isBack))) {
      left.add(thread);
      LOG.error(
          "thread {} cannot be ended and goes on running until the server is restarted",
          thread.getName());
    }
  }

  /** The same for all threads of a Vert.x that should have ended. */
  void blockingEndAll(String loader) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(loader + "-"))
        .forEach(thread -> blockingEnd(thread, loader, () -> false));
  }

  /** Only in code of the app or the JDK: the server's own may hold what others need. */
  private static boolean blockingStop(Thread thread, String loader) {
    if (Runtime.version().feature() > LAST_WITH_STOP
        || !isStoppable(loader, thread.getStackTrace())) {
      return false;
    }
    try {
      Thread.class.getMethod("stop").invoke(thread);
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  static boolean isStoppable(String loader, StackTraceElement[] stack) {
    return Stream.of(stack)
        .filter(frame -> !isOfJdk(frame))
        .findFirst()
        .filter(frame -> loader.equals(frame.getClassLoaderName()))
        .isPresent();
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    return frame.getClassLoaderName() == null && frame.getModuleName() != null;
  }

  private static boolean blockingAwait(Thread thread, BooleanSupplier isBack) {
    long deadline = System.nanoTime() + GRACE.toNanos();
    while (thread.isAlive() && !isBack.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
