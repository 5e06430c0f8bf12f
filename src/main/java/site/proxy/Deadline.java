package site.proxy;

import java.time.Duration;

/** How long something may be silent. Every sign of life begins the time anew. */
final class Deadline {
  private final Runnable expired;
  private long limit;
  private long since;

  Deadline(Runnable expired) {
    this.expired = expired;
    this.limit = Long.MAX_VALUE;
  }

  /** Begins a phase with a limit of its own. */
  void begin(Duration phase) {
    limit = phase.toNanos();
    touch();
  }

  void touch() {
    since = System.nanoTime();
  }

  boolean isDue(long now) {
    return now - since >= limit;
  }

  void expire() {
    expired.run();
  }
}
