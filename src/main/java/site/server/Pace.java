package site.server;

/**
 * Whether a body comes fast enough. Only time in which the client was able to send counts against
 * it; what arrived counts for it at any time.
 */
final class Pace {
  /** Over how many steps it is measured. */
  static final int STEPS = 10;

  private final long least;
  private long before;
  private int waited = -1; // the first step may be one in part

  /**
   * Begins to measure.
   *
   * @param least bytes that have to come in {@link #STEPS} steps
   * @param arrived bytes so far
   */
  Pace(long least, long arrived) {
    this.least = least;
    this.before = arrived;
  }

  /** Another step is over; whether that was one too slow. */
  boolean isTooSlow(boolean awaited, long arrived) {
    if (awaited) {
      waited++;
    }
    if (waited < STEPS) {
      return false;
    }
    boolean slow = arrived - before < least;
    before = arrived;
    waited = 0;
    return slow;
  }
}
