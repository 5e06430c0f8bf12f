package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Optional;
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
  private final Optional<Mirror> mirror;

  public ProxyAction(Upstream upstream, ActionConfig.Proxy config) {
    this(upstream, config, Optional.empty());
  }

  /**
   * One that another upstream may get copies from.
   *
   * @param mirror gets a copy of each request, as this one is sent; its answers are discarded
   */
  public ProxyAction(Upstream upstream, ActionConfig.Proxy config, Optional<Upstream> mirror) {
    this.upstream = upstream;
    this.config = config;
    this.mirror = mirror.map(other -> new Mirror(new ProxyAction(other, config), other.copies()));
  }

  @Override
  public Future<Void> handle(Exchange exchange) {
    if (exchange.request().method().equals(HttpMethod.CONNECT)) {
      // RFC 9110 9.3.6: it asks for a tunnel to anywhere, which a gateway has no business with.
      return Future.failedFuture(new HttpFailure(501, "CONNECT is not for a gateway"));
    }
    mirror.ifPresent(other -> other.copy(exchange));
    return new ProxyCall(exchange, upstream, config).run();
  }
}
