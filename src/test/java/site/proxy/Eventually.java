package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do, with a bound. */
final class Eventually {
  private static final Duration BOUND = Duration.ofSeconds(30);

  private Eventually() {}

  static void until(String what, BooleanSupplier happened) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!happened.getAsBoolean() && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(happened.getAsBoolean()).as(what).isTrue();
  }
}
