package site.middleware;

/**
 * The generic cell rate algorithm: each request costs an interval of time, and who is ahead of the
 * clock by more than the tolerance has to wait. Pure; one number per client is all it remembers,
 * the moment the client will have paid for all it asked.
 *
 * @param interval nanoseconds for one request
 * @param burst requests that may come at once
 */
record Gcra(long interval, int burst) {

  /**
   * What becomes of a request.
   *
   * @param paid the moment all is paid, from now on
   * @param delay nanoseconds until one would pass, 0 when this one does
   * @param remaining how many more would pass now
   * @param reset nanoseconds until a whole burst would pass again
   */
  record Verdict(boolean passes, long paid, long delay, long remaining, long reset) {}

  /**
   * The decision.
   *
   * @param paid the moment all before was paid
   * @param now on the same clock, not negative
   */
  Verdict decide(long paid, long now) {
    Verdict before = look(paid, now);
    if (!before.passes()) {
      return before;
    }
    long owed = before.reset() + interval;
    return new Verdict(true, now + owed, 0, before.remaining() - 1, owed);
  }

  /** The decision about a request that is not made: it costs nothing, even if it would pass. */
  Verdict look(long paid, long now) {
    long debt = Math.max(0, paid - now);
    long over = debt - tolerance();
    return over > 0
        ? new Verdict(false, paid, over, 0, debt)
        : new Verdict(true, paid, 0, -over / interval + 1, debt);
  }

  /** Nanoseconds in which a whole burst is paid. */
  long window() {
    return tolerance() + interval;
  }

  /** How far ahead of the clock a client may be; no more than years, so that sums fit. */
  private long tolerance() {
    long steps = burst - 1L;
    return steps > Long.MAX_VALUE / 4 / interval ? Long.MAX_VALUE / 4 : steps * interval;
  }
}
