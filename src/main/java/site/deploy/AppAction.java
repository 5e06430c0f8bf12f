package site.deploy;

import io.vertx.core.Future;
import site.http.Action;
import site.http.Exchange;

/** Gives exchanges to whichever revision of an app is live. */
public final class AppAction implements Action {
  private final Deployment deployment;

  AppAction(Deployment deployment) {
    this.deployment = deployment;
  }

  /**
   * Done when the response is complete, or the WebSocket closed.
   *
   * @return fails with {@link site.http.HttpFailure} 500 when the app's handler throws before it
   *     has answered, 503 when the app is not running
   */
  @Override
  public Future<Void> handle(Exchange exchange) {
    return deployment.handle(exchange);
  }
}
