package site.proxy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests may be sent again: a part of those that came lately. So that retries never
 * multiply the load on targets that fail because of it. A few are always in stock, for servers with
 * few requests.
 */
final class RetryBudget {
  /** A whole retry, so that parts of one can be counted. */
  private static final long ONE = 1000;

  private static final long STOCK = 10 * ONE;
  private static final long MOST = 100 * ONE;

  private final long perRequest;
  private final AtomicLong stock = new AtomicLong(STOCK);

  RetryBudget(double part) {
    this.perRequest = Math.round(part * ONE);
  }

  /** A request came. */
  void earn() {
    if (stock.get() < MOST) {
      stock.addAndGet(perRequest);
    }
  }

  boolean isLeft() {
    return perRequest > 0 && stock.get() >= ONE;
  }

  /** Takes one retry, if there is one. */
  boolean spend() {
    return isLeft() && stock.getAndUpdate(now -> now < ONE ? now : now - ONE) >= ONE;
  }
}
