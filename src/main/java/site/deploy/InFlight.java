package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what a revision is working on and says when the last of it is done. Once retired it lets
 * nothing in.
 */
final class InFlight {
  private final AtomicInteger count = new AtomicInteger();
  private final Promise<Void> empty;
  private volatile boolean retired;

  /** The promise's context is where {@link #retire} completes. */
  InFlight(Promise<Void> empty) {
    this.empty = empty;
  }

  /** Whether one more may begin; a caller told so owes one {@link #leave}. */
  boolean enter() {
    // Count first, look second: retire() does it the other way round, so one of the two notices.
    count.incrementAndGet();
    if (!retired) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (count.decrementAndGet() == 0 && retired) {
      empty.tryComplete();
    }
  }

  /** Lets nothing in any more; done when the last one left. */
  Future<Void> retire() {
    retired = true;
    if (count.get() == 0) {
      empty.tryComplete();
    }
    return empty.future();
  }

  int count() {
    return count.get();
  }
}
