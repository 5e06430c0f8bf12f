package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;

/**
 * Tells a browser that asks for a page what it will need as well, before anybody has begun to
 * prepare the answer (103, RFC 8297), and with the answer once more.
 */
public final class EarlyHints implements Middleware {
  private static final int OK = 200;

  private final List<String> links;
  private final MultiMap hints = HttpHeaders.headers();

  /**
   * Tells the same to everybody.
   *
   * @param links values of {@code Link}
   */
  public EarlyHints(List<String> links) {
    this.links = links;
    hints.add("link", links);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    HttpServerRequest request = exchange.request();
    if (asksForPage(request.method(), request.getHeader("sec-fetch-mode"), request.version())) {
      exchange.onHead(head -> repeat(head.response().getStatusCode(), head.response().headers()));
      // Who is gone by now is found out by those who answer.
      var unused = request.response().writeEarlyHints(hints);
    }
    return next.handle(exchange);
  }

  /**
   * Whether to tell. Pictures and scripts need nothing else, which browsers let us know; of those
   * who do not, clients of HTTP/1.1 are left alone, as some take the first answer for the last (RFC
   * 8297 3).
   */
  static boolean asksForPage(HttpMethod method, String fetchMode, HttpVersion version) {
    if (!method.equals(HttpMethod.GET) || version == HttpVersion.HTTP_1_0) {
      return false;
    }
    return fetchMode == null ? version != HttpVersion.HTTP_1_1 : fetchMode.equals("navigate");
  }

  /** RFC 8297 2: what was hinted at is said by the answer itself. */
  private void repeat(int status, MultiMap headers) {
    List<String> said = headers.getAll("link");
    if (status == OK) {
      links.stream()
          .filter(link -> !said.contains(link))
          .forEach(link -> headers.add("link", link));
    }
  }
}
