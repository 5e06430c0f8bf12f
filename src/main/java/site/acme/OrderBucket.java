package site.acme;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps orders below what public authorities allow an account (Let's Encrypt: 300 in three hours):
 * a burst, then one now and then. Not thread-safe.
 */
final class OrderBucket {
  private static final int BURST = 50;
  private static final Duration REFILL = Duration.ofSeconds(36);

  private double tokens = BURST;
  private Instant filled;

  OrderBucket(Instant now) {
    this.filled = now;
  }

  /** Whether an order may be made; then it counts. */
  boolean take(Instant now) {
    double more = (double) Duration.between(filled, now).toMillis() / REFILL.toMillis();
    tokens = Math.min(BURST, tokens + Math.max(0, more));
    filled = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
