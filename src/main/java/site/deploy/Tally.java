package site.deploy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import site.http.Exchange;

/** Counts how the requests of one revision end, and how long the heads of the answers take. */
final class Tally {
  /** Eight for each doubling of a microsecond, up to a day: no time is off by more than 13 %. */
  private static final int BUCKETS = 8 * 37;

  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final AtomicLongArray times = new AtomicLongArray(BUCKETS);

  /**
   * The sum.
   *
   * @param errors answers of 500 and above, and requests without an answer
   * @param p99 what 99 of 100 answers did not exceed, zero when there is none
   */
  record Counts(long requests, long errors, Duration p99) {
    double errorRate() {
      return requests == 0 ? 0 : (double) errors / requests;
    }
  }

  /** Counts the exchange when it is answered or broken off; a client that left does not count. */
  void listen(Exchange exchange) {
    long begun = System.nanoTime();
    exchange.onHead(x -> add(x.response().getStatusCode(), System.nanoTime() - begun));
    exchange.onEnd(
        x -> {
          if (!x.response().headWritten() && !x.clientGone()) {
            add(500, System.nanoTime() - begun);
          }
        });
  }

  void add(int status, long nanos) {
    requests.increment();
    if (status >= 500) {
      errors.increment();
    }
    times.incrementAndGet(bucket(nanos / 1000));
  }

  private static int bucket(long micros) {
    long value = Math.max(8, micros); // what is shorter than 8 µs is not told apart
    int doublings = 63 - Long.numberOfLeadingZeros(value);
    int eighth = (int) (value >>> (doublings - 3)) & 7;
    return Math.min(BUCKETS - 1, doublings * 8 + eighth);
  }

  /** The longest time that falls into the bucket, in microseconds. */
  private static long longest(int bucket) {
    return ((8L + bucket % 8 + 1) << (bucket / 8 - 3)) - 1;
  }

  Counts counts() {
    return new Counts(requests.sum(), errors.sum(), p99());
  }

  private Duration p99() {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += times.get(i);
    }
    long beyond = all / 100;
    for (int i = BUCKETS - 1; i >= 0; i--) {
      beyond -= times.get(i);
      if (beyond < 0) {
        return Duration.ofNanos(longest(i) * 1000);
      }
    }
    return Duration.ZERO;
  }
}
