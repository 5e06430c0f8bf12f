package site.deploy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Tells an app that is broken from one that is merely wrong about a request: after an error of the
 * JVM or a class that does not fit nothing it does can be relied on, and neither can it after a
 * hundred exceptions in ten seconds.
 */
final class Faults {
  static final int TOO_MANY = 100;
  static final Duration WITHIN = Duration.ofSeconds(10);

  private final Deque<Long> recent = new ArrayDeque<>();

  /**
   * Notes what the app did not catch.
   *
   * @param nanos the time of {@link System#nanoTime}
   * @return why it should be started again, empty when it need not
   */
  synchronized Optional<String> uncaught(Throwable thrown, long nanos) {
    if (thrown instanceof VirtualMachineError || thrown instanceof LinkageError) {
      return Optional.of(thrown.toString());
    }
    recent.add(nanos);
    while (nanos - recent.peek() > WITHIN.toNanos()) {
      recent.remove();
    }
    if (recent.size() < TOO_MANY) {
      return Optional.empty();
    }
    recent.clear();
    return Optional.of(
        TOO_MANY + " uncaught exceptions within " + WITHIN.toSeconds() + " s, the last: " + thrown);
  }
}
