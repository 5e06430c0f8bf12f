package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import site.config.ActionConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Lets an upstream answer. A failure has the status 502 when the target could not be reached or
 * made no sense, 503 when too many requests wait for it, 504 when it was too slow, and 499 when the
 * client did not wait for the end; its reason stands in the exchange's note.
 */
public final class ProxyAction implements Action {
  private final Upstream upstream;
  private final ActionConfig.Proxy config;

  public ProxyAction(Upstream upstream, ActionConfig.Proxy config) {
    this.upstream = upstream;
    this.config = config;
  }

  @Override
  public Future<Void> handle(Exchange exchange) {
    if (exchange.request().method().equals(HttpMethod.CONNECT)) {
      // RFC 9110 9.3.6: it asks for a tunnel to anywhere, which a gateway has no business with.
      return Future.failedFuture(new HttpFailure(501, "CONNECT is not for a gateway"));
    }
    return new ProxyCall(exchange, upstream, config).run();
  }
}
