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
}
