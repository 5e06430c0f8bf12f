package site;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what other threads and processes do: looks again and again, for half a minute at most.
 */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /** Returns when it is so. */
  public static void until(BooleanSupplier condition) {
    until(condition, () -> "");
  }

  /**
   * Returns when it is so.
   *
   * @param instead what to say when it never is
   */
  public static void until(BooleanSupplier condition, Supplier<String> instead) {
    first(() -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty(), instead);
  }

  /** The first that is found. */
  public static <T> T first(Supplier<Optional<T>> look, Supplier<String> instead) {
    return first(PATIENCE, look, instead);
  }

  /** The first that is found in this time; for what takes longer than usual. */
  public static <T> T first(
      Duration patience, Supplier<Optional<T>> look, Supplier<String> instead) {
    long end = System.nanoTime() + patience.toNanos();
    Optional<T> found = look.get();
    while (found.isEmpty()) {
      if (System.nanoTime() > end || Thread.interrupted()) {
        throw new AssertionError("not within " + patience + " " + instead.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      found = look.get();
    }
    return found.get();
  }
}
