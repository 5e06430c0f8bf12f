package site.deploy;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import site.config.SupervisionConfig.Limits;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Lets exchanges into an app: so many at a time, and only while somebody serves. The others wait
 * outside, in the order they came, with their bodies unread; an exchange that was given to the app
 * never comes back here.
 */
final class Admission {
  private final String app;
  private final Door door;
  private final WaitingLine line;
  private final AtomicInteger inside = new AtomicInteger();
  private volatile Limits limits;

  /** Why nobody will serve for now, null while there is hope. */
  private volatile String hopeless;

  /** The way in. */
  interface Door {
    /** Whether somebody serves. */
    boolean isOpen();

    /**
     * Gives the exchange to the app.
     *
     * @param left called once, when it is no longer in flight there
     * @return how it ends; empty, and nothing has happened, when nobody serves
     */
    Optional<Future<Void>> give(Exchange exchange, Runnable left);
  }

  Admission(String app, Limits limits, ScheduledExecutorService clock, Door door) {
    this.app = app;
    this.limits = limits;
    this.door = door;
    this.line = new WaitingLine(clock, this::advance);
  }

  /** Called on the exchange's event loop; fails with 503 what cannot wait any longer. */
  Future<Void> admit(Exchange exchange) {
    if (line.isEmpty()) {
      Optional<Future<Void>> given = tryToGive(exchange);
      if (given.isPresent()) {
        return given.get();
      }
    }
    return park(exchange);
  }

  private Optional<Future<Void>> tryToGive(Exchange exchange) {
    if (!door.isOpen() || !takePlace()) {
      return Optional.empty();
    }
    Optional<Future<Void>> given = door.give(exchange, this::left);
    if (given.isEmpty()) {
      inside.decrementAndGet(); // nobody serves: whoever begins to will call advance()
    }
    return given;
  }

  private boolean takePlace() {
    int limit = limits.concurrent().orElse(Integer.MAX_VALUE);
    int taken = inside.get();
    while (taken < limit) {
      if (inside.compareAndSet(taken, taken + 1)) {
        return true;
      }
      taken = inside.get();
    }
    return false;
  }

  private void left() {
    inside.decrementAndGet();
    advance();
  }

  private Future<Void> park(Exchange exchange) {
    String reason = hopeless;
    if (reason != null) {
      return Future.failedFuture(refusal(reason));
    }
    Limits now = limits;
    HttpFailure tooLate = refusal("no place within " + now.queueTime().toMillis() + " ms");
    Optional<WaitingLine.Place> place =
        line.join(exchange, now.queue(), now.queueTime(), tooLate, this::enter);
    if (place.isEmpty()) {
      return Future.failedFuture(refusal(now.queue() + " requests are waiting already"));
    }
    advance(); // whoever left before it stood in line has not called it
    return place.get().outcome().future();
  }

  /** Somebody serves, or there is room: calls in who waits. Any thread. */
  void advance() {
    while (!line.isEmpty() && door.isOpen() && takePlace()) {
      if (!line.callFirst()) {
        inside.decrementAndGet();
      }
    }
  }

  /** One that waited comes in, on its own event loop, with a place taken for it. */
  private boolean enter(WaitingLine.Place place) {
    Optional<Future<Void>> given =
        place.exchange().ended() ? Optional.empty() : door.give(place.exchange(), this::left);
    if (given.isEmpty()) {
      inside.decrementAndGet();
      return false;
    }
    given.get().onComplete(place.outcome());
    return true;
  }

  void limits(Limits changed) {
    limits = changed;
  }

  /** Nobody serves and nobody will: those who wait are told so, and those who come. */
  void refuse(String reason) {
    hopeless = reason;
    line.dismiss(refusal(reason));
  }

  /** Somebody serves again. */
  void accept() {
    hopeless = null;
    advance();
  }

  int waiting() {
    return line.size();
  }

  private HttpFailure refusal(String reason) {
    long seconds = Math.max(1, limits.queueTime().toSeconds());
    return new HttpFailure(
        503, "apps." + app + ": " + reason, Map.of("Retry-After", Long.toString(seconds)));
  }
}
