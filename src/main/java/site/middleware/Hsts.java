package site.middleware;

import io.vertx.core.Future;
import java.time.Duration;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;

/**
 * Tells browsers to come back by HTTPS only (RFC 6797).
 *
 * @param maxAge for how long they shall remember it
 */
public record Hsts(Duration maxAge) implements Middleware {

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    // RFC 6797 7.2: never on a plain connection.
    if (exchange.client().secure()) {
      String value = "max-age=" + maxAge.toSeconds();
      exchange.onHead(head -> head.response().headers().set("strict-transport-security", value));
    }
    return next.handle(exchange);
  }
}
