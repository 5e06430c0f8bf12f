package site.routing;

import io.vertx.core.MultiMap;
import java.net.InetAddress;
import site.http.Exchange;

/**
 * What a route may look at. A value, so that {@code explain} can ask without a connection.
 *
 * @param path decoded, as in {@link site.http.RequestPath#decoded}
 * @param query without the question mark, null for none
 * @param client null when unknown
 */
public record RequestFacts(
    String method, String path, MultiMap headers, String query, InetAddress client) {

  static RequestFacts of(Exchange exchange) {
    return new RequestFacts(
        exchange.request().method().name(),
        exchange.requestedPath().decoded(),
        exchange.request().headers(),
        exchange.query(),
        exchange.client().address());
  }
}
