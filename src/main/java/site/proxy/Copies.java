package site.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Bounds and counts the copies of requests an upstream gets. Shared by all event loops. */
final class Copies {
  /** Under way at a time, bodies that are still being copied included. */
  static final int MOST = 100;

  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder sent = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder skipped = new LongAdder();

  /** Takes a place for a copy; false, and it is counted as skipped, when all are taken. */
  boolean begin() {
    if (active.incrementAndGet() > MOST) {
      skipped();
      return false;
    }
    return true;
  }

  /** Nothing is sent after all: the body is too long, or did not come to its end. */
  void skipped() {
    active.decrementAndGet();
    skipped.increment();
  }

  void sent() {
    sent.increment();
  }

  void ended(boolean well) {
    active.decrementAndGet();
    if (!well) {
      failed.increment();
    }
  }

  UpstreamState.Mirrored state() {
    return new UpstreamState.Mirrored(sent.sum(), failed.sum(), skipped.sum());
  }
}
