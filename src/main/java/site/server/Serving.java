package site.server;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import site.http.Action;
import site.http.ClientAddress;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * What answers requests at present, and how many are under way. Retired, it takes no new ones and
 * says when the last is over; whoever read the reference just before the swap is turned away once
 * and finds the successor.
 */
public final class Serving {
  private static final int RETIRED = 1 << 30;

  /** Before the first revision: sockets are open and what stands behind them is not. */
  static final Serving NOTHING_YET =
      new Serving(
          exchange ->
              Future.failedFuture(new HttpFailure(503, "starting", Map.of("retry-after", "1"))),
          new ClientAddress(address -> false, false),
          exchange -> {});

  private final Action action;
  private final ClientAddress clients;
  private final Consumer<Exchange> accessLog;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Promise<Void> drained = Promise.promise();

  /**
   * What shall answer.
   *
   * @param clients finds out who asks
   * @param accessLog gets every exchange that is over, refused ones too; never blocks
   */
  public Serving(Action action, ClientAddress clients, Consumer<Exchange> accessLog) {
    this.action = action;
    this.clients = clients;
    this.accessLog = accessLog;
  }

  Action action() {
    return action;
  }

  ClientAddress clients() {
    return clients;
  }

  Consumer<Exchange> accessLog() {
    return accessLog;
  }

  /** Counts a request in; false when this is retired, and then nothing was counted. */
  boolean enter() {
    if (inFlight.incrementAndGet() < RETIRED) {
      return true;
    }
    leave();
    return false;
  }

  void leave() {
    if (inFlight.decrementAndGet() == RETIRED) {
      drained.tryComplete();
    }
  }

  /** Takes no more requests; done when those under way are over. Called once. */
  Future<Void> retire() {
    if (inFlight.addAndGet(RETIRED) == RETIRED) {
      drained.tryComplete();
    }
    return drained.future();
  }

  int inFlight() {
    return inFlight.get() & (RETIRED - 1);
  }
}
