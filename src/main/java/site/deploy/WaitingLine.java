package site.deploy;

import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Exchanges that wait, in the order they came, bounded in number and time. They are paused, so
 * their bodies stay with the client. Knows nothing of what they wait for.
 */
final class WaitingLine {
  private final ScheduledExecutorService clock;
  private final Runnable onReturn;

  /** By number of arrival; whoever takes a place out of it decides how it ends. */
  private final NavigableMap<Long, Place> places = new TreeMap<>();

  private long arrivals;
  private volatile int size;

  /** {@code onReturn} is called when one that was called could not enter and is back. */
  WaitingLine(ScheduledExecutorService clock, Runnable onReturn) {
    this.clock = clock;
    this.onReturn = onReturn;
  }

  /**
   * Stands an exchange in line; on its event loop.
   *
   * @param most so many may wait
   * @param tooLate how it ends when the time has passed
   * @param enter called on the exchange's event loop when it is its turn; whether it is in
   * @return empty when the line is full
   */
  Optional<Place> join(
      Exchange exchange, int most, Duration time, HttpFailure tooLate, Predicate<Place> enter) {
    Place place;
    synchronized (places) {
      if (places.size() >= most) {
        return Optional.empty();
      }
      place = new Place(exchange, arrivals++, tooLate, enter);
      places.put(place.number, place);
      size = places.size();
      place.timer = clock.schedule(place::expire, time.toMillis(), TimeUnit.MILLISECONDS);
    }
    exchange.onEnd(x -> place.clientGone());
    return Optional.of(place);
  }

  /** Lets the first one try to enter; whether there was one. Any thread. */
  boolean callFirst() {
    Place first;
    synchronized (places) {
      var entry = places.pollFirstEntry();
      size = places.size();
      first = entry == null ? null : entry.getValue();
    }
    if (first != null) {
      first.front.emit(v -> first.tryToEnter());
    }
    return first != null;
  }

  /** Ends the wait of all. */
  void dismiss(HttpFailure reason) {
    List<Place> all;
    synchronized (places) {
      all = List.copyOf(places.values());
      places.clear();
      size = 0;
    }
    all.forEach(place -> place.end(reason));
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** One exchange's place in the line. */
  final class Place {
    private final Exchange exchange;
    private final long number;
    private final HttpFailure tooLate;
    private final Predicate<Place> enter;
    private final ContextInternal front;
    private final Promise<Void> outcome;
    private volatile ScheduledFuture<?> timer;
    private boolean late;

    private Place(Exchange exchange, long number, HttpFailure tooLate, Predicate<Place> enter) {
      this.exchange = exchange;
      this.number = number;
      this.tooLate = tooLate;
      this.enter = enter;
      this.front = ((HttpServerRequestInternal) exchange.request()).context();
      this.outcome = front.promise();
    }

    Exchange exchange() {
      return exchange;
    }

    /** To be completed as the exchange ends, by whoever lets it in. */
    Promise<Void> outcome() {
      return outcome;
    }

    private void tryToEnter() {
      if (enter.test(this)) {
        timer.cancel(false);
        return;
      }
      if (exchange.ended()) {
        leave();
      } else {
        goBack();
      }
      onReturn.run();
    }

    /** To where it stood, not to the end. */
    private void goBack() {
      boolean stays;
      synchronized (places) {
        stays = !late;
        if (stays) {
          places.put(number, this);
          size = places.size();
        }
      }
      if (!stays) {
        outcome.tryFail(tooLate);
      }
    }

    private void expire() {
      synchronized (places) {
        late = true;
      }
      if (remove()) {
        end(tooLate);
      }
    }

    private void clientGone() {
      if (remove()) {
        leave();
      }
    }

    private void leave() {
      timer.cancel(false);
      outcome.tryComplete();
    }

    private boolean remove() {
      synchronized (places) {
        boolean stood = places.remove(number, this);
        size = places.size();
        return stood;
      }
    }

    private void end(HttpFailure reason) {
      timer.cancel(false);
      front.emit(v -> outcome.tryFail(reason));
    }
  }
}
