package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import site.http.Action;
import site.http.Authority;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Refuses what a page of another origin made a browser send along with the visitor's cookies
 * (cross-site request forgery). Browsers say where a request comes from; programs don't, and nobody
 * can make them send cookies of others, so they pass.
 *
 * @param origins whose pages may nevertheless
 */
public record CrossOrigin(List<String> origins) implements Middleware {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    String method = exchange.request().method().name();
    return permits(method, exchange.request().headers(), exchange.authority())
        ? next.handle(exchange)
        : Future.failedFuture(new HttpFailure(403, "sent by a page of another origin"));
  }

  /**
   * The decision.
   *
   * @param own the host asked for
   */
  public boolean permits(String method, MultiMap headers, Authority own) {
    // A WebSocket begins with GET, but is no reading.
    boolean reads = SAFE.contains(method) && !headers.contains(HttpHeaders.UPGRADE);
    String origin = headers.get(HttpHeaders.ORIGIN);
    if (reads || (origin != null && origins.contains(origin.toLowerCase(Locale.ROOT)))) {
      return true;
    }
    String site = headers.get("sec-fetch-site");
    if (site != null) {
      return site.equals("same-origin") || site.equals("none");
    }
    // Older browsers: the scheme is not compared, as a proxy before us may have changed it.
    return origin == null || isOf(own, origin);
  }

  private static boolean isOf(Authority own, String origin) {
    int host = origin.indexOf("://") + 3;
    return host >= 3 && Authority.parse(origin.substring(host)).filter(own::equals).isPresent();
  }
}
