package site.proxy;

import java.time.Duration;

/** Decides how much of its weight counts for a target that has just come back. */
final class SlowStart {
  private static final double LEAST = 0.1;

  private SlowStart() {}

  /** From a tenth to all of it, growing evenly over the time. */
  static double part(long nanosSince, Duration whole) {
    double grown = whole.isZero() ? 1 : (double) nanosSince / whole.toNanos();
    return Math.max(LEAST, Math.min(1, grown));
  }
}
