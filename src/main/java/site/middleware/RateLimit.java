package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.Cookie;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private final List<Measure> measures;

  /** Requests under way by key; no more keys than requests. */
  private final Map<String, Integer> present = new ConcurrentHashMap<>();

  /**
   * A limit that has counted nothing.
   *
   * @param nanos a clock that never goes back
   */
  public RateLimit(LimitConfig config, LongSupplier nanos) {
    this.config = config;
    boolean isOne = config.rates().size() == 1;
    this.measures =
        config.rates().stream()
            .map(
                rate ->
                    new Measure(
                        isOne ? "default" : rate.rate().unit(),
                        new Gcra(rate.rate().interval(), rate.size()),
                        new Debts(nanos)))
            .toList();
  }

  /** One of the rates, and what everybody owes by it. */
  private record Measure(String name, Gcra rule, Debts debts) {
    String policy() {
      return "\"" + name + "\";q=" + rule.burst() + ";w=" + seconds(rule.window());
    }

    String left(Gcra.Verdict verdict) {
      return "\"" + name + "\";r=" + verdict.remaining() + ";t=" + seconds(verdict.reset());
    }
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    String key = key(exchange);
    if (config.connections().isPresent() && !enter(exchange, key)) {
      return refuse("too many requests at a time", SECOND);
    }
    if (!measures.isEmpty()) {
      List<Gcra.Verdict> verdicts = take(key);
      exchange.onHead(head -> tell(head.response().headers(), verdicts));
      if (!pass(verdicts)) {
        long wait = verdicts.stream().mapToLong(Gcra.Verdict::delay).max().orElseThrow();
        return refuse("too many requests", wait);
      }
    }
    return next.handle(exchange);
  }

  /** A request that one rate refuses costs nothing by the others. */
  private List<Gcra.Verdict> take(String key) {
    List<Gcra.Verdict> seen = measures.stream().map(m -> m.debts().look(key, m.rule())).toList();
    return pass(seen) ? measures.stream().map(m -> m.debts().take(key, m.rule())).toList() : seen;
  }

  private static boolean pass(List<Gcra.Verdict> verdicts) {
    return verdicts.stream().allMatch(Gcra.Verdict::passes);
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

  private void tell(MultiMap headers, List<Gcra.Verdict> verdicts) {
    headers.set(
        "ratelimit-policy",
        measures.stream().map(Measure::policy).collect(Collectors.joining(", ")));
    headers.set(
        "ratelimit",
        IntStream.range(0, measures.size())
            .mapToObj(i -> measures.get(i).left(verdicts.get(i)))
            .collect(Collectors.joining(", ")));
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
