package site.server;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections of one listener that ran into a limit, and logs them: one line for each
 * limit in ten seconds, which says how many there were since the last.
 */
final class LimitTally {
  private static final Logger LOG = LoggerFactory.getLogger(LimitTally.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Map<Limit, Count> counts = new EnumMap<>(Limit.class);

  LimitTally() {
    for (Limit limit : Limit.values()) {
      counts.put(limit, new Count());
    }
  }

  private static final class Count {
    final LongAdder all = new LongAdder();
    final LongAdder unsaid = new LongAdder();
    final AtomicLong silentUntil = new AtomicLong(System.nanoTime());
  }

  /** A connection is refused or closed on account of this limit. */
  void reached(Limit limit, Object peer) {
    Count count = counts.get(limit);
    count.all.increment();
    count.unsaid.increment();
    long now = System.nanoTime();
    long until = count.silentUntil.get();
    if (now - until >= 0 && count.silentUntil.compareAndSet(until, now + PAUSE_NANOS)) {
      LOG.warn(
          "limit {} reached: {} times since the last such line, at present by {}",
          limit.key(),
          count.unsaid.sumThenReset(),
          peer);
    }
  }

  Map<Limit, Long> sums() {
    Map<Limit, Long> sums = new EnumMap<>(Limit.class);
    counts.forEach((limit, count) -> sums.put(limit, count.all.sum()));
    return sums;
  }
}
