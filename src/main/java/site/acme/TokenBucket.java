package site.acme;

import java.time.Duration;
import java.time.Instant;

/** Lets so many things happen in a time, and as many at once after a rest. */
final class TokenBucket {
  private final int size;
  private final Duration per;
  private double tokens;
  private Instant last;

  /** Full at first. */
  TokenBucket(int size, Duration per, Instant now) {
    this.size = size;
    this.per = per;
    this.tokens = size;
    this.last = now;
  }

  /** Whether one more may happen now. */
  synchronized boolean take(Instant now) {
    double passed = Math.max(0, Duration.between(last, now).toMillis());
    tokens = Math.min(size, tokens + passed * size / per.toMillis());
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
