package site.proxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests may be sent again: a part of those that came lately, so that retries never
 * multiply the load on targets that fail because of it. Ten are in stock at the beginning, and
 * every second of use makes them ten again: with few requests a part of them would be none at all.
 * What was of use is given back: where others answer well, nothing is multiplied.
 */
final class RetryBudget {
  /** A whole retry, so that parts of one can be counted. */
  private static final long ONE = 1000;

  private static final long STOCK = 10 * ONE;
  private static final long MOST = 100 * ONE;

  private static final long SECOND = 1_000_000_000;

  private final long perRequest;
  private final AtomicLong stock = new AtomicLong(STOCK);
  private final AtomicLong filled;

  /** Has the stock; times are those of {@link System#nanoTime}. */
  RetryBudget(double part, long now) {
    this.perRequest = Math.round(part * ONE);
    this.filled = new AtomicLong(now);
  }

  /** A request came. */
  void earn(long now) {
    if (stock.get() < MOST) {
      stock.addAndGet(perRequest);
    }
    long before = filled.get();
    if (now - before >= SECOND && filled.compareAndSet(before, now)) {
      stock.updateAndGet(left -> Math.max(left, STOCK));
    }
  }

  boolean isLeft() {
    return !isNone() && stock.get() >= ONE;
  }

  /** Whether nothing may be sent again at all. */
  boolean isNone() {
    return perRequest == 0;
  }

  /** Takes one retry, if there is one. */
  boolean spend() {
    return isLeft() && stock.getAndUpdate(now -> now < ONE ? now : now - ONE) >= ONE;
  }

  /** These retries were taken, and the last of them was answered well. */
  void giveBack(int retries) {
    if (retries > 0) {
      stock.getAndUpdate(now -> Math.min(MOST, now + retries * ONE));
    }
  }
}
