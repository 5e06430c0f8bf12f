package site.cache;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;

/**
 * The store's side of a response that is just arriving: collects what may be stored, and tells
 * those who wait for it what they can expect.
 */
final class Intake {
  /** What is worth finishing for nobody. */
  private static final long SMALL = 1024 * 1024;

  private final CacheStore store;
  private final Plan plan;
  private final Pending pending;
  private Fill fill;
  private Head head;
  private long expected = -1;

  /** Something is on its way; what is purged from now on spoils it. */
  Intake(CacheStore store, Plan plan) {
    this.store = store;
    this.plan = plan;
    this.pending = store.arrivals().expect(plan.address().url());
  }

  /**
   * It may be stored.
   *
   * @param length what it says of itself, -1 for nothing
   */
  void begin(Head fresh, long length) {
    head = fresh;
    expected = length;
    fill = new Fill(store);
    plan.flight().isStored();
  }

  /**
   * It may not, nor probably the next one. What was stored is not what the origin says now; a
   * failure says nothing of it.
   */
  void refuse(int status) {
    if (status < 500 && !plan.question().noStore()) {
      plan.stale().ifPresent(store::remove);
    }
    drop();
  }

  private void drop() {
    store.arrivals().arrived(pending);
    plan.flight().isNotStored(store.clock().millis());
  }

  boolean isFilling() {
    return fill != null;
  }

  void piece(Buffer piece) {
    if (fill == null) {
      return;
    }
    fill.write(piece);
    if (fill.length() > plan.limits().maxObject()) {
      fill.abandon();
      fill = null;
      drop();
    }
  }

  /** Whether it shall come to its end although its client has left. */
  boolean isWorthFinishing() {
    return plan.flight().isAwaited() || (fill != null && expected >= 0 && expected < SMALL);
  }

  /** All of it is there. RFC 9111 3.3: what is shorter than it said is not stored. */
  void keep() {
    if (fill == null) {
      return;
    }
    Fill complete = fill;
    fill = null;
    store.arrivals().arrived(pending);
    if (pending.isSpoiled() || (expected >= 0 && expected != complete.length())) {
      complete.abandon();
      plan.flight().failed();
      return;
    }
    plan.stale().ifPresent(store::remove);
    Vary vary = Vary.of(head.fields(), plan.headers()::getAll);
    complete
        .finish(plan.address(), vary, head, plan.headers()::getAll)
        .onSuccess(v -> plan.flight().landed())
        .onFailure(cause -> plan.flight().failed());
  }

  /**
   * RFC 9111 4.3.4: what is stored is as good as new.
   *
   * @return its head from now on
   */
  Head freshen(Entry entry, Fields newer, Terms.Moments at) {
    store.counters().validated.increment();
    int status = entry.head().status();
    Fields updated = Freshening.update(entry.head().fields(), newer);
    Head fresh = new Head(status, updated, at);
    if (Storing.refusal(plan.question(), status, updated, at.receivedMillis()).isEmpty()) {
      store.freshen(entry, fresh);
      store.arrivals().arrived(pending);
      plan.flight().landed();
    } else {
      entry.head(fresh);
      store.remove(entry);
      release();
    }
    return fresh;
  }

  /** What was arriving will not be stored, and nobody need wait for it. */
  void release() {
    if (fill != null) {
      fill.abandon();
      fill = null;
    }
    store.arrivals().arrived(pending);
    plan.flight().failed();
  }

  boolean isFull() {
    return fill != null && fill.isFull();
  }

  void drainHandler(Handler<Void> handler) {
    if (fill != null) {
      fill.drainHandler(handler);
    }
  }
}
