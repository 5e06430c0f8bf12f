package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One request to the origin for many that want the same: the first goes, the others wait for what
 * it brings. They are let go on their own as soon as it is known that it brings nothing they could
 * use, when it takes too long, and when too many wait.
 */
final class Flights {
  private static final int MAX_WAITING = 1000;
  private static final long MAX_WAIT_MILLIS = 5_000;

  /** For so long nobody waits for a response that could not be stored the last time. */
  private static final long NOT_STORED_MILLIS = 10_000;

  private static final int MAX_NOT_STORED = 10_000;

  private final Map<String, Flight> underway = new ConcurrentHashMap<>();
  private final Map<String, Long> notStored =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MAX_NOT_STORED;
        }
      };

  /** Begins one where none is under way; empty where one is, or where it would be of no use. */
  Optional<Flight> begin(String key, long nowMillis) {
    if (wasNotStored(key, nowMillis)) {
      return Optional.of(new Flight(key));
    }
    Flight fresh = new Flight(key);
    return underway.putIfAbsent(key, fresh) == null ? Optional.of(fresh) : Optional.empty();
  }

  /** One that nobody can wait for. */
  Flight alone(String key) {
    return new Flight(key);
  }

  /**
   * Waits for the one under way.
   *
   * @return whether it has stored something; false at once when there is none
   */
  Future<Boolean> await(String key, Vertx vertx) {
    Flight flight = underway.get(key);
    return flight == null ? Future.succeededFuture(false) : flight.await(vertx);
  }

  private boolean wasNotStored(String key, long nowMillis) {
    synchronized (notStored) {
      Long until = notStored.get(key);
      return until != null && nowMillis < until;
    }
  }

  /** One request to the origin and who waits for it. */
  final class Flight {
    private final String key;
    private final Promise<Boolean> landed = Promise.promise();
    private int waiting;

    private Flight(String key) {
      this.key = key;
    }

    private Future<Boolean> await(Vertx vertx) {
      synchronized (this) {
        if (waiting >= MAX_WAITING) {
          return Future.succeededFuture(false);
        }
        waiting++;
      }
      Promise<Boolean> mine =
          ((io.vertx.core.internal.ContextInternal) vertx.getOrCreateContext()).promise();
      long timer = vertx.setTimer(MAX_WAIT_MILLIS, id -> mine.tryComplete(false));
      landed
          .future()
          .onComplete(
              stored -> {
                vertx.cancelTimer(timer);
                mine.tryComplete(stored.succeeded() && stored.result());
              });
      return mine.future();
    }

    synchronized boolean isAwaited() {
      return waiting > 0;
    }

    /** It has stored what it brought. */
    void landed() {
      underway.remove(key, this);
      landed.tryComplete(true);
    }

    /** It will bring nothing for others, this time. */
    void failed() {
      underway.remove(key, this);
      landed.tryComplete(false);
    }

    /** It brings nothing for others, and probably won't the next time. */
    void isNotStored(long nowMillis) {
      synchronized (notStored) {
        notStored.put(key, nowMillis + NOT_STORED_MILLIS);
      }
      failed();
    }

    /** It may be of use to others from now on. */
    void isStored() {
      synchronized (notStored) {
        notStored.remove(key);
      }
    }
  }
}
