package site.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.config.CacheConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * A shared cache in front of an action (RFC 9111): answers from what is stored where it may, and
 * stores what the action answers where that may be.
 *
 * <p>A request is looked up by its address and what stored responses vary by. Fresh: it is answered
 * at once. Stale: it is answered and refreshed behind, or the origin is asked whether it changed.
 * Nothing there: one request goes to the origin, those that want the same wait for it. All of this
 * is decided by pure functions; this class only does what they say.
 */
public final class ResponseCache implements Middleware {
  private final CacheStore store;
  private final String route;
  private final Fetch.Limits limits;
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
        new Fetch.Limits(
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
    return new Visit(x, next).answer(true);
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
    x.onHead(head -> head.response().headers().add(CacheStatus.FIELD, CacheStatus.forwarded(why)));
    return next.handle(x);
  }

  private static String url(Exchange x) {
    return CacheKey.of(x.client().scheme(), x.authority(), x.requestedPath().encoded(), x.query());
  }

  private static Asked asked(MultiMap headers) {
    List<String> cacheControl = headers.getAll(HttpHeaders.CACHE_CONTROL);
    List<String> pragma = headers.getAll("pragma");
    return cacheControl.isEmpty() && pragma.isEmpty()
        ? Asked.NOTHING
        : Asked.of(cacheControl, pragma);
  }

  /** One request that may be answered from the store. */
  private final class Visit {
    private final Exchange x;
    private final Action next;
    private final MultiMap headers;
    private final String url;
    private final Asked asked;
    private final boolean authorized;
    private boolean waited;

    Visit(Exchange x, Action next) {
      this.x = x;
      this.next = next;
      this.headers = x.request().headers();
      this.url = url(x);
      this.asked = asked(headers);
      // RFC 9111 3.5 speaks of a field; who logged in by a cookie is known just as well.
      this.authorized = headers.contains(HttpHeaders.AUTHORIZATION) || !x.user().isEmpty();
    }

    /** Answers; a stored response that cannot be read is looked for once more. */
    Future<Void> answer(boolean first) {
      if (asked.noStore()) {
        return pass(x, next, CacheStatus.Forward.REQUEST);
      }
      Entry entry = store.find(url, route, headers::getAll);
      if (entry == null) {
        return miss(
            store.knows(url) ? CacheStatus.Forward.VARY_MISS : CacheStatus.Forward.URI_MISS);
      }
      Head head = entry.head();
      if (authorized && !head.terms().forAuthorized()) {
        return miss(CacheStatus.Forward.REQUEST);
      }
      long now = store.clock().millis();
      Future<Void> done =
          use(entry, Reuse.decide(head.terms(), asked, limits.defaults(), now), now);
      return first ? done.recover(this::again) : done;
    }

    private Future<Void> again(Throwable cause) {
      return cause instanceof StoredAnswer.Unreadable ? answer(false) : Future.failedFuture(cause);
    }

    private Future<Void> use(Entry entry, Reuse reuse, long now) {
      return switch (reuse) {
        case FRESH -> hit(entry, entry.head().at(now).hit());
        case STALE -> stale(entry, CacheStatus.hit(ttl(entry, now), "max-stale"));
        case STALE_WHILE_REVALIDATED -> {
          refresh(entry);
          yield stale(entry, CacheStatus.hit(ttl(entry, now), "stale-while-revalidate"));
        }
        case VALIDATED -> validate(entry);
      };
    }

    private static long ttl(Entry entry, long now) {
      return Math.floorDiv(entry.head().terms().freshForMillis(now), 1000);
    }

    private Future<Void> hit(Entry entry, CharSequence status) {
      store.counters().hits.increment();
      return answer.send(x, entry, status);
    }

    private Future<Void> stale(Entry entry, CharSequence status) {
      store.counters().stale.increment();
      return answer.send(x, entry, status);
    }

    /** Behind the answer, unless somebody is at it already. */
    private void refresh(Entry entry) {
      store
          .flights()
          .begin(flightKey(), store.clock().millis())
          .ifPresent(
              flight -> {
                Fetch.Plan plan = plan(Optional.of(entry), CacheStatus.Forward.STALE, flight, true);
                new Fetch(store, plan, x).run(next);
              });
    }

    private Future<Void> validate(Entry entry) {
      if (asked.onlyIfCached()) {
        return gatewayTimeout();
      }
      CacheStatus.Forward why =
          asked.equals(Asked.NOTHING) ? CacheStatus.Forward.STALE : CacheStatus.Forward.REQUEST;
      if (x.request().method().equals(HttpMethod.HEAD)) {
        return passHead(why);
      }
      boolean shared = why == CacheStatus.Forward.STALE && !entry.head().terms().validateAlways();
      return shared ? together(Optional.of(entry), why) : alone(Optional.of(entry), why);
    }

    private Future<Void> miss(CacheStatus.Forward why) {
      if (asked.onlyIfCached()) {
        return gatewayTimeout();
      }
      if (x.request().method().equals(HttpMethod.HEAD)) {
        return passHead(why);
      }
      if (headers.contains(HttpHeaderNames.RANGE)) {
        store.counters().misses.increment();
        return passMiss(why);
      }
      boolean conditional = !StoredAnswer.conditions(x.request()).areNone();
      boolean shared = !conditional && !authorized && asked.equals(Asked.NOTHING);
      return shared ? together(Optional.empty(), why) : alone(Optional.empty(), why);
    }

    /** RFC 9111 5.2.1.7. */
    private Future<Void> gatewayTimeout() {
      return Future.failedFuture(
          new HttpFailure(
              504,
              "only-if-cached, and nothing is stored that may be used",
              Map.of(CacheStatus.FIELD, CacheStatus.gatewayTimeout())));
    }

    /** A part of what is not stored: the origin knows best, and it is not kept. */
    private Future<Void> passMiss(CacheStatus.Forward why) {
      x.onHead(
          head -> head.response().headers().add(CacheStatus.FIELD, CacheStatus.forwarded(why)));
      return next.handle(x);
    }

    /** RFC 9111 4.3.5: the answer to HEAD says whether what is stored is outdated. */
    private Future<Void> passHead(CacheStatus.Forward why) {
      store.counters().misses.increment();
      HeadWatch watch = new HeadWatch(store, url, route, x);
      x.onHead(watch::compare);
      return passMiss(why);
    }

    private Future<Void> alone(Optional<Entry> stale, CacheStatus.Forward why) {
      Flights.Flight flight = store.flights().alone(flightKey());
      return new Fetch(store, plan(stale, why, flight, false), x).run(next);
    }

    /** The first goes, the others wait for it, once. */
    private Future<Void> together(Optional<Entry> stale, CacheStatus.Forward why) {
      if (waited) {
        return alone(stale, why);
      }
      String key = flightKey();
      Optional<Flights.Flight> mine = store.flights().begin(key, store.clock().millis());
      if (mine.isPresent()) {
        return new Fetch(store, plan(stale, why, mine.get(), false), x).run(next);
      }
      waited = true;
      Vertx vertx = store.vertx();
      return store.flights().await(key, vertx).compose(stored -> afterWait(stored, stale, why));
    }

    private Future<Void> afterWait(boolean stored, Optional<Entry> stale, CacheStatus.Forward why) {
      if (x.ended()) {
        return Future.failedFuture(new HttpFailure(499, "client gone"));
      }
      if (!stored) {
        return alone(stale, why);
      }
      store.counters().collapsed.increment();
      Entry entry = store.find(url, route, headers::getAll);
      long now = store.clock().millis();
      boolean isFresh =
          entry != null
              && Reuse.decide(entry.head().terms(), asked, limits.defaults(), now) == Reuse.FRESH;
      return isFresh ? hit(entry, CacheStatus.collapsed(why)) : answer(true);
    }

    /** Requests that would be answered alike, as far as is known. */
    private String flightKey() {
      return route + ' ' + url + ' ' + store.variantOf(url, route, headers::getAll);
    }

    private Fetch.Plan plan(
        Optional<Entry> stale,
        CacheStatus.Forward why,
        Flights.Flight flight,
        boolean inBackground) {
      MultiMap asking = HttpHeaders.headers().addAll(headers);
      boolean validating =
          stale.map(entry -> Validation.ask(asking, entry.head().fields())).orElse(false);
      return new Fetch.Plan(
          new Entry.Address(url, route),
          asking,
          stale,
          validating,
          why,
          new Storing.Question(authorized, headers.contains(HttpHeaders.COOKIE), asked.noStore()),
          limits,
          flight,
          inBackground);
    }
  }
}
