package site.config;

import java.time.Duration;

/** So many of something in a time. */
public record Rate(long count, Duration per) {

  /** What it is counted by: {@code second}, {@code minute}, {@code hour} or {@code day}. */
  public String unit() {
    if (per.toDays() > 0) {
      return "day";
    }
    if (per.toHours() > 0) {
      return "hour";
    }
    return per.toMinutes() > 0 ? "minute" : "second";
  }

  /** The time for one of them, in nanoseconds, at least 1. */
  public long interval() {
    return Math.max(1, per.toNanos() / count);
  }
}
