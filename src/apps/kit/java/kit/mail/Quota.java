package kit.mail;

/**
 * How many letters may leave.
 *
 * @param perDay in 24 hours; a mailbox provider blocks accounts that send more than it allows
 * @param perMinute in any minute
 */
public record Quota(int perDay, int perMinute) {
  /** Below the 500 that a personal Gmail account may send. */
  public static final Quota USUAL = new Quota(400, 20);

  static final Quota NONE = new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE);

  /** How many may leave now. */
  int left(long inLastDay, long inLastMinute) {
    return (int) Math.max(0, Math.min(perDay - inLastDay, perMinute - inLastMinute));
  }
}
