package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import site.config.CorsConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Tells browsers what pages of other origins may do, in place of whatever the action says about it
 * (Fetch Standard, "CORS protocol"). Answers their questions itself: a preflight never carries what
 * authentication would ask for.
 */
public record Cors(CorsConfig config) implements Middleware {
  private static final List<String> OURS =
      List.of(
          "access-control-allow-origin",
          "access-control-allow-credentials",
          "access-control-expose-headers");

  private static final String ALL = "*";

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    MultiMap request = exchange.request().headers();
    String origin = request.get(HttpHeaders.ORIGIN);
    if (isPreflight(exchange.request().method().name(), request)) {
      return allows(origin)
          ? answer(exchange, origin)
          : Future.failedFuture(
              new HttpFailure(403, "this origin may not", Map.of("vary", "Origin")));
    }
    exchange.onHead(head -> tell(head.response().headers(), origin));
    return next.handle(exchange);
  }

  /** Whether a browser asks on behalf of a page what it may send. */
  public static boolean isPreflight(String method, MultiMap headers) {
    return method.equals("OPTIONS")
        && headers.contains(HttpHeaders.ORIGIN)
        && headers.contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /**
   * Whether pages of an origin may read answers.
   *
   * @param origin null where the request names none
   */
  public boolean allows(String origin) {
    return origin != null
        && (isForAll() || config.origins().contains(origin.toLowerCase(Locale.ROOT)));
  }

  private boolean isForAll() {
    return config.origins().contains(ALL);
  }

  private Future<Void> answer(Exchange exchange, String origin) {
    HttpServerResponse response = exchange.response();
    MultiMap headers = response.headers();
    tell(headers, origin);
    headers.set("access-control-allow-methods", String.join(", ", config.methods()));
    String asked = exchange.request().getHeader("access-control-request-headers");
    String may = config.headers().isEmpty() ? asked : String.join(", ", config.headers());
    if (may != null) {
      headers.set("access-control-allow-headers", may);
    }
    headers.set("access-control-max-age", Long.toString(config.maxAge().toSeconds()));
    addVary(headers, "Access-Control-Request-Headers");
    return response.setStatusCode(204).end();
  }

  private void tell(MultiMap headers, String origin) {
    OURS.forEach(headers::remove);
    if (!isForAll()) {
      addVary(headers, "Origin");
    }
    if (!allows(origin)) {
      return;
    }
    headers.set("access-control-allow-origin", isForAll() ? ALL : origin);
    if (config.credentials()) {
      headers.set("access-control-allow-credentials", "true");
    }
    if (!config.expose().isEmpty()) {
      headers.set("access-control-expose-headers", String.join(", ", config.expose()));
    }
  }

  /** RFC 9110 12.5.5: caches must not give one origin's answer to another. */
  private static void addVary(MultiMap headers, String name) {
    boolean said =
        headers.getAll(HttpHeaders.VARY).stream()
            .anyMatch(
                value -> value.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)));
    if (!said) {
      headers.add(HttpHeaders.VARY, name);
    }
  }
}
