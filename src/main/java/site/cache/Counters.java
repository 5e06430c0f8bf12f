package site.cache;

import java.util.concurrent.atomic.LongAdder;

/** What a cache has done since it was opened; all event loops count. */
final class Counters {
  final LongAdder hits = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder validated = new LongAdder();
  final LongAdder bypassed = new LongAdder();
  final LongAdder collapsed = new LongAdder();
  final LongAdder stored = new LongAdder();
  final LongAdder evicted = new LongAdder();
  final LongAdder purged = new LongAdder();
  final LongAdder damaged = new LongAdder();
  final LongAdder notWritten = new LongAdder();

  /** With what the cache holds beside. */
  CacheState with(String name, int entries, long bytes, long maxBytes, long memoryBytes) {
    return new CacheState(
        name,
        entries,
        bytes,
        maxBytes,
        memoryBytes,
        hits.sum(),
        stale.sum(),
        misses.sum(),
        validated.sum(),
        bypassed.sum(),
        collapsed.sum(),
        stored.sum(),
        evicted.sum(),
        purged.sum(),
        damaged.sum(),
        notWritten.sum());
  }
}
