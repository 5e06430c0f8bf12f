package site.deploy;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import site.config.RolloutConfig;
import site.http.Exchange;

/** A revision that gets some clients while the one before has the others, and how both do. */
final class Canary {
  private static final String COOKIE = "site-canary-";

  private final Candidate candidate;
  private final AppRevision old;
  private final RolloutConfig.Canary limits;
  private final Instant begun = Instant.now();
  private final long begunNanos = System.nanoTime();
  private final Tally ofOld = new Tally();
  private final Tally ofFresh = new Tally();
  private final Map<Exchange, Boolean> drawn = new ConcurrentHashMap<>();

  Canary(Candidate candidate, AppRevision old, RolloutConfig.Canary limits) {
    this.candidate = candidate;
    this.old = old;
    this.limits = limits;
  }

  Candidate candidate() {
    return candidate;
  }

  AppRevision revision() {
    return candidate.revision();
  }

  /**
   * Whether the exchange is for the new revision. The first answer stands, and the exchange is
   * counted for its side: one that has to wait is asked again when it is its turn.
   */
  boolean draws(Exchange exchange) {
    Boolean before = drawn.get(exchange);
    if (before != null) {
      return before;
    }
    boolean isFresh = draw(exchange);
    drawn.put(exchange, isFresh);
    exchange.onEnd(drawn::remove);
    return isFresh;
  }

  private boolean draw(Exchange exchange) {
    Cookie cookie = exchange.request().getCookie(cookieName());
    CanaryDraw draw =
        CanaryDraw.of(
            cookie == null ? null : cookie.getValue(),
            old.number(),
            revision().number(),
            limits.weight(),
            ThreadLocalRandom.current().nextDouble());
    // A WebSocket takes no cookies, and is no answer that could be early or late.
    if (!exchange.request().canUpgradeToWebSocket()) {
      count(exchange, draw);
    }
    return draw.isFresh();
  }

  private void count(Exchange exchange, CanaryDraw draw) {
    (draw.isFresh() ? ofFresh : ofOld).listen(exchange);
    if (draw.isNew()) {
      AppRevision drawn = draw.isFresh() ? revision() : old;
      exchange.response().headers().add("set-cookie", cookie(exchange, drawn));
    }
  }

  private String cookie(Exchange exchange, AppRevision drawn) {
    return Cookie.cookie(cookieName(), Integer.toString(drawn.number()))
        .setPath("/")
        .setMaxAge(Math.max(1, remaining().toSeconds()))
        .setHttpOnly(true)
        .setSecure(exchange.client().secure())
        .setSameSite(CookieSameSite.LAX)
        .encode();
  }

  private String cookieName() {
    return COOKIE + old.name();
  }

  private Duration remaining() {
    return limits.time().minusNanos(System.nanoTime() - begunNanos);
  }

  CanaryVerdict verdict() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begunNanos);
    return CanaryVerdict.of(limits, ofOld.counts(), ofFresh.counts(), elapsed);
  }

  CanaryState state() {
    return new CanaryState(
        revision().number(),
        revision().files().digest().substring(0, 6),
        limits.weight(),
        begun.plus(limits.time()),
        CanaryState.Score.of(ofFresh.counts()),
        CanaryState.Score.of(ofOld.counts()));
  }
}
