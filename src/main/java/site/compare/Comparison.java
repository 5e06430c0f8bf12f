package site.compare;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was found out about one route: bounds and counts comparisons, and shows some differences to
 * the log. Outlives revisions as long as the route stays as it is; shared by all event loops.
 */
public final class Comparison {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);

  /** Comparisons under way at a time; more are skipped. */
  static final int MOST = 100;

  /** Between two examples in the log. */
  static final long PAUSE_NANOS = 5_000_000_000L;

  private final String route;
  private final LongSupplier nanoTime;
  private final Map<Verdict, LongAdder> counts = new EnumMap<>(Verdict.class);
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicLong nextExample;

  /**
   * Has compared nothing yet.
   *
   * @param route what the log and {@code status} call it
   * @param nanoTime the time, in {@link System#nanoTime}
   */
  public Comparison(String route, LongSupplier nanoTime) {
    this.route = route;
    this.nanoTime = nanoTime;
    this.nextExample = new AtomicLong(nanoTime.getAsLong());
    for (Verdict verdict : Verdict.values()) {
      counts.put(verdict, new LongAdder());
    }
  }

  /** How it stands. */
  public ComparisonState state() {
    Map<Verdict, Long> all = new EnumMap<>(Verdict.class);
    counts.forEach((verdict, count) -> all.put(verdict, count.sum()));
    return new ComparisonState(route, all);
  }

  /** Takes a place for a comparison; false, and it is counted as skipped, when all are taken. */
  boolean begin() {
    if (active.incrementAndGet() > MOST) {
      skipped();
      return false;
    }
    return true;
  }

  /** It came to nothing. */
  void skipped() {
    active.decrementAndGet();
    counts.get(Verdict.SKIPPED).increment();
  }

  /** A request of another kind than is compared. */
  void passedBy() {
    counts.get(Verdict.SKIPPED).increment();
  }

  void ended(String request, Difference difference) {
    active.decrementAndGet();
    counts.get(difference.verdict()).increment();
    if (difference.verdict() != Verdict.SAME && mayLog()) {
      LOG.info(
          "compare {}: {}: {} differs: served {}, the other {}",
          route,
          request,
          difference.verdict().word(),
          difference.served(),
          difference.other());
    }
  }

  private boolean mayLog() {
    long now = nanoTime.getAsLong();
    long next = nextExample.get();
    return now - next >= 0 && nextExample.compareAndSet(next, now + PAUSE_NANOS);
  }
}
