package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;

/**
 * Tells browsers to be careful with every answer, errors included, where whoever answers has not
 * said anything about it. Only what next to no site is broken by; a content security policy is the
 * site's own business.
 */
public final class SecureHeaders implements Middleware {
  /** The order of OWASP's list of secure headers. */
  private static final Map<String, String> ALL = all();

  private final Map<String, String> wanted = new LinkedHashMap<>(ALL);

  /**
   * All but those about which the operator has said something.
   *
   * @param said names in lower case
   */
  public SecureHeaders(Set<String> said) {
    wanted.keySet().removeAll(said);
  }

  private static Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("x-frame-options", "SAMEORIGIN");
    all.put("x-content-type-options", "nosniff");
    all.put("referrer-policy", "strict-origin-when-cross-origin");
    all.put("cross-origin-opener-policy", "same-origin-allow-popups");
    all.put("permissions-policy", "camera=(), geolocation=(), microphone=()");
    return all;
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    exchange.onHead(head -> add(head.response().headers()));
    return next.handle(exchange);
  }

  private void add(MultiMap headers) {
    wanted.forEach(
        (name, value) -> {
          if (!headers.contains(name)) {
            headers.set(name, value);
          }
        });
  }
}
