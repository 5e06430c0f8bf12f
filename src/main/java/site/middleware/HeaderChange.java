package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;

/**
 * Sets and removes header fields: of the request before the action sees it, of the response right
 * before it is sent, whether a file, an upstream, an app or an error made it.
 *
 * @param request field names to the value they get; no value removes the field
 * @param response likewise
 */
public record HeaderChange(
    Map<String, Optional<String>> request, Map<String, Optional<String>> response)
    implements Middleware {

  /**
   * Knows the changes.
   *
   * @throws IllegalArgumentException for a name or value that can't be a header field's
   */
  public HeaderChange {
    change(HttpHeaders.headers(), request);
    change(HttpHeaders.headers(), response);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    change(exchange.request().headers(), request);
    if (!response.isEmpty()) {
      exchange.onHead(head -> change(head.response().headers(), response));
    }
    return next.handle(exchange);
  }

  private static void change(MultiMap headers, Map<String, Optional<String>> changes) {
    changes.forEach(
        (name, value) ->
            value.ifPresentOrElse(text -> headers.set(name, text), () -> headers.remove(name)));
  }
}
