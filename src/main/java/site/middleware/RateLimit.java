package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import site.config.LimitConfig;
import site.http.Action;
import site.http.Client;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Answers 429 to who asks too often or too much at a time (RFC 6585 4), and tells everybody how
 * much is left (draft-ietf-httpapi-ratelimit-headers).
 */
public final class RateLimit implements Middleware {
  private static final long SECOND = 1_000_000_000;

  private final LimitConfig config;
  private final Optional<Gcra> rule;
  private final Debts debts;

  /** Requests under way by key; no more keys than requests. */
  private final Map<String, Integer> present = new ConcurrentHashMap<>();

  /**
   * A limit that has counted nothing.
   *
   * @param nanos a clock that never goes back
   */
  public RateLimit(LimitConfig config, LongSupplier nanos) {
    this.config = config;
    this.rule = config.rate().map(rate -> new Gcra(rate.rate().interval(), rate.size()));
    this.debts = new Debts(nanos);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    String key = key(exchange);
    if (config.connections().isPresent() && !enter(exchange, key)) {
      return refuse("too many requests at a time", SECOND);
    }
    if (rule.isPresent()) {
      Gcra.Verdict verdict = debts.take(key, rule.get());
      exchange.onHead(head -> tell(head.response().headers(), verdict));
      if (!verdict.passes()) {
        return refuse("too many requests", verdict.delay());
      }
    }
    return next.handle(exchange);
  }

  private boolean enter(Exchange exchange, String key) {
    int most = config.connections().orElseThrow();
    if (present.merge(key, 1, Integer::sum) > most) {
      leave(key);
      return false;
    }
    exchange.onEnd(ended -> leave(key));
    return true;
  }

  private void leave(String key) {
    present.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
  }

  private Future<Void> refuse(String what, long wait) {
    return Future.failedFuture(
        new HttpFailure(
            429,
            what + " for this " + config.key().kind().name().toLowerCase(Locale.ROOT),
            Map.of("retry-after", Long.toString(seconds(wait)))));
  }

  private void tell(MultiMap headers, Gcra.Verdict verdict) {
    Gcra gcra = rule.orElseThrow();
    long window = seconds(gcra.window());
    headers.set("ratelimit-policy", "\"default\";q=" + gcra.burst() + ";w=" + window);
    headers.set(
        "ratelimit", "\"default\";r=" + verdict.remaining() + ";t=" + seconds(verdict.reset()));
  }

  /** Rounded up: who waits that long is not refused again. */
  private static long seconds(long nanos) {
    return Math.max(1, (nanos + SECOND - 1) / SECOND);
  }

  private String key(Exchange exchange) {
    LimitConfig.Key key = config.key();
    String value =
        switch (key.kind()) {
          case ROUTE -> "";
          case CLIENT -> null;
          case HEADER -> exchange.request().getHeader(key.name());
          case COOKIE -> cookie(exchange.request().getCookie(key.name()));
        };
    return value == null ? clientKey(exchange.client()) : "=" + value;
  }

  private static String cookie(Cookie cookie) {
    return cookie == null ? null : cookie.getValue();
  }

  /** Told from values by its beginning, which no value has. */
  private static String clientKey(Client client) {
    return "@" + ClientKey.of(client);
  }
}
