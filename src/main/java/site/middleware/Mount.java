package site.middleware;

import io.vertx.core.Future;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;
import site.http.RequestPath;

/**
 * Takes a prefix off the path: what is mounted below it need not know where it lives.
 *
 * @param prefix decoded, beginning with a slash and ending without one; a path that is not below it
 *     stays as it is
 */
public record Mount(String prefix) implements Middleware {

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    RequestPath below = exchange.path().below(prefix);
    if (!below.equals(exchange.path())) {
      exchange.see(below, exchange.prefix() + prefix);
    }
    return next.handle(exchange);
  }
}
