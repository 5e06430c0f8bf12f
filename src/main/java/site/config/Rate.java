package site.config;

import java.time.Duration;

/** So many of something in a time. */
public record Rate(long count, Duration per) {

  /** The time for one of them, in nanoseconds, at least 1. */
  public long interval() {
    return Math.max(1, per.toNanos() / count);
  }
}
