package site.proxy;

import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import site.config.BalanceConfig.Queue;
import site.http.HttpFailure;

/**
 * Requests that wait in order of arrival until one of the targets they may go to has room. Looked
 * at under a lock, but only by those who meet it: while nobody waits, a request that ends reads one
 * reference.
 */
final class WaitingLine {
  private final Vertx vertx;
  private final Queue limits;
  private final Set<Place> places = new LinkedHashSet<>();
  private volatile int length;

  WaitingLine(Vertx vertx, Queue limits) {
    this.vertx = vertx;
    this.limits = limits;
  }

  /** One who waits. */
  private record Place(
      Supplier<Optional<Target>> choice, Context context, Promise<Target> promise) {}

  /**
   * Waits for a target.
   *
   * @param choice takes a place at a target, or finds that there is none; called from any thread
   * @return fails with 503 when the line is full or it took too long
   */
  Future<Target> join(Supplier<Optional<Target>> choice) {
    Place place = new Place(choice, vertx.getOrCreateContext(), Promise.promise());
    synchronized (this) {
      // A place may have become free since the request looked, with nobody in the line to be told.
      Optional<Target> free = choice.get();
      if (free.isPresent()) {
        return Future.succeededFuture(free.get());
      }
      if (places.size() >= limits.size()) {
        return Future.failedFuture(Reasons.lineFull(limits.size()));
      }
      places.add(place);
      length = places.size();
    }
    // Netty's timer: one of Vert.x would end with the listener the request came from.
    ScheduledFuture<?> timer =
        ((ContextInternal) place.context())
            .nettyEventLoop()
            .schedule(() -> giveUp(place), limits.time().toMillis(), TimeUnit.MILLISECONDS);
    return place.promise().future().onComplete(done -> timer.cancel(false));
  }

  /** A place at some target is free, or a target is there again. */
  void roomMade() {
    if (length > 0) {
      serve();
    }
  }

  int length() {
    return length;
  }

  /** Sends everybody away. */
  void close(HttpFailure reason) {
    List<Place> all;
    synchronized (this) {
      all = List.copyOf(places);
      places.clear();
      length = 0;
    }
    all.forEach(place -> place.context().runOnContext(v -> place.promise().fail(reason)));
  }

  /** One place was made free, so one is served: the first who may take it. */
  private synchronized void serve() {
    for (Place place : places) {
      Optional<Target> free = place.choice().get();
      if (free.isPresent()) {
        places.remove(place);
        length = places.size();
        place.context().runOnContext(v -> place.promise().complete(free.get()));
        return;
      }
    }
  }

  private void giveUp(Place place) {
    boolean waited;
    synchronized (this) {
      waited = places.remove(place);
      length = places.size();
    }
    if (waited) {
      HttpFailure reason = Reasons.waitedTooLong(limits.time());
      place.context().runOnContext(v -> place.promise().fail(reason));
    }
  }
}
