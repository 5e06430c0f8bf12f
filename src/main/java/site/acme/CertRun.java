package site.acme;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;

/** A job in the hands of the scheduler: what is next, when, and whether something is being done. */
final class CertRun {
  private final CertJob job;
  private CertAction next = new CertAction.Rest(Instant.EPOCH);
  private Instant at = Instant.EPOCH;
  private Promise<Void> busy;
  private boolean flying;
  private boolean waiting;

  CertRun(CertJob job) {
    this.job = job;
  }

  CertJob job() {
    return job;
  }

  CertAction next() {
    return next;
  }

  Instant at() {
    return at;
  }

  /** From now on this is next, at its time. */
  void next(CertAction action) {
    next = action;
    at = timeOf(action);
    flying = flying && !landsWith(action);
    waiting = false;
    free();
  }

  void postpone(Instant to) {
    at = to;
  }

  boolean isDue(Instant now) {
    return busy == null && !at.isAfter(now);
  }

  /** Whether nothing is being done and nothing was begun. */
  boolean isResting() {
    return busy == null && next instanceof CertAction.Rest;
  }

  /** Whether the passing of time is all it needs. */
  boolean waitsForTime() {
    return busy == null && !waiting;
  }

  /** Whether it is one of those that count as under way. */
  boolean isFlying() {
    return flying;
  }

  void fly() {
    flying = true;
    waiting = false;
  }

  /** Others are under way; it is asked again when one of them has landed. */
  void waitForSlot() {
    waiting = true;
  }

  boolean landsWith(CertAction action) {
    return action instanceof CertAction.Rest || action instanceof CertAction.AskRenewal;
  }

  /** Something is being done; until it is over nothing else is begun. */
  void occupy() {
    busy = busy == null ? Promise.promise() : busy;
  }

  /** Nothing is being done any more. */
  void free() {
    Promise<Void> done = busy;
    busy = null;
    if (done != null) {
      done.complete();
    }
  }

  /** Done when what is being done is done. */
  Future<Void> whenIdle() {
    return busy == null ? Future.succeededFuture() : busy.future().compose(v -> whenIdle());
  }

  private static Instant timeOf(CertAction action) {
    if (action instanceof CertAction.Rest rest) {
      return rest.until();
    }
    if (action instanceof CertAction.Look look) {
      return look.at();
    }
    return action instanceof CertAction.CheckVisible check ? check.at() : Instant.EPOCH;
  }
}
