package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/** An action whose answer may cease to be waited for. */
final class Cutoff {
  private final Exchange exchange;
  private final Promise<Void> done = Promise.promise();

  Cutoff(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Runs the action; fails early when it is cut. */
  Future<Void> run(Action action) {
    action.handle(exchange).onSuccess(v -> done.tryComplete()).onFailure(done::tryFail);
    return done.future();
  }

  /** Waits no longer; without effect when it is over. */
  void cut(HttpFailure reason) {
    if (!done.future().isComplete()) {
      exchange.abandon(reason);
      done.tryFail(reason);
    }
  }
}
