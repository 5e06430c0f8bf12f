package site.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import site.config.CacheConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.Middleware;

/**
 * A shared cache in front of an action (RFC 9111): answers from what is stored where it may, and
 * stores what the action answers where that may be.
 *
 * <p>A request is looked up by its address and what stored responses vary by. Fresh: it is answered
 * at once. Stale: it is answered and refreshed behind, or the origin is asked whether it changed.
 * Nothing there: one request goes to the origin, those that want the same wait for it. {@link
 * Visit} is one such request; what the store has nothing to say to passes by.
 */
public final class ResponseCache implements Middleware {
  private final CacheStore store;
  private final String route;
  private final Plan.Limits limits;
  private final StoredAnswer answer;

  /**
   * A cache for one route.
   *
   * @param route tells routes apart that share a store and answer for the same addresses
   */
  public ResponseCache(CacheStore store, CacheConfig config, String route) {
    this.store = store;
    this.route = route;
    this.limits =
        new Plan.Limits(
            config.maxObject(),
            new Terms.Defaults(
                config.staleWhileRevalidate().toMillis(), config.staleIfError().toMillis()));
    this.answer = new StoredAnswer(store);
  }

  @Override
  public Future<Void> handle(Exchange x, Action next) {
    HttpMethod method = x.request().method();
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return change(x, next);
    }
    if (isForOriginOnly(x.request())) {
      return pass(x, next, CacheStatus.Forward.BYPASS);
    }
    return new Visit(store, route, limits, answer, x, next).answer(true);
  }

  /** Methods that are not cached; those that may change something make others outdated. */
  private Future<Void> change(Exchange x, Action next) {
    String url = url(x);
    if (!Invalidation.isSafe(x.request().method().name())) {
      x.onHead(done -> invalidate(url, done));
    }
    return pass(x, next, CacheStatus.Forward.METHOD);
  }

  private void invalidate(String url, Exchange x) {
    MultiMap headers = x.response().headers();
    List<String> named = new ArrayList<>(headers.getAll(HttpHeaders.LOCATION));
    named.addAll(headers.getAll(HttpHeaders.CONTENT_LOCATION));
    Invalidation.keys(url, x.response().getStatusCode(), named).forEach(store::invalidate);
  }

  /** What a cache cannot answer: tunnels, content, and conditions on what the origin has. */
  private static boolean isForOriginOnly(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return headers.contains(HttpHeaders.UPGRADE)
        || headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || headers.contains(HttpHeaderNames.IF_MATCH)
        || headers.contains(HttpHeaderNames.IF_UNMODIFIED_SINCE)
        || hasLength(headers.get(HttpHeaders.CONTENT_LENGTH));
  }

  private static boolean hasLength(String length) {
    return length != null && !length.equals("0");
  }

  private Future<Void> pass(Exchange x, Action next, CacheStatus.Forward why) {
    store.counters().bypassed.increment();
    return forward(x, next, why);
  }

  /** Lets the action answer, and says why. */
  static Future<Void> forward(Exchange x, Action next, CacheStatus.Forward why) {
    x.onHead(head -> head.response().headers().add(CacheStatus.FIELD, CacheStatus.forwarded(why)));
    return next.handle(x);
  }

  static String url(Exchange x) {
    return CacheKey.of(x.client().scheme(), x.authority(), x.requestedPath().encoded(), x.query());
  }
}
