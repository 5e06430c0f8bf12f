package site.proxy;

import site.config.HealthConfig.Eject;

/**
 * Whether a target is spared for what requests met there. When its time is over, one request alone
 * is let through (half-open): what becomes of it decides for all. Where checks ask it, enough good
 * answers since then end it sooner. Each event makes the next value.
 *
 * @param failures in a row, while it is in
 * @param out whether it gets no requests
 * @param until when the next request is let through, in {@link System#nanoTime}
 * @param trial whether that request is under way
 * @param good checks in a row it passed since it is out
 */
record Ejection(int failures, boolean out, long until, boolean trial, int good) {
  static final Ejection NONE = new Ejection(0, false, 0, false, 0);

  Ejection(int failures, boolean out, long until, boolean trial) {
    this(failures, out, until, trial, 0);
  }

  boolean admits(long now) {
    return !out || now - until >= 0;
  }

  /** A request goes there. A trial of which nothing is heard is followed by another in time. */
  Ejection begun(Eject rules, long now) {
    return out ? new Ejection(0, true, now + rules.time().toNanos(), true) : this;
  }

  /** What was sent before it was ejected says nothing new. */
  Ejection succeeded() {
    return out && !trial ? this : NONE;
  }

  /** It was asked how it is. */
  Ejection checked(boolean well, int healthyAfter) {
    if (!out) {
      return this;
    }
    int now = well ? good + 1 : 0;
    return now >= healthyAfter ? NONE : new Ejection(failures, true, until, trial, now);
  }

  Ejection failed(Eject rules, long now) {
    if (out && !trial) {
      return this;
    }
    return trial || failures + 1 >= rules.failures()
        ? new Ejection(0, true, now + rules.time().toNanos(), false)
        : new Ejection(failures + 1, false, 0, false);
  }
}
