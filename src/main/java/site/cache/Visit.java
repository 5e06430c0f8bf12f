package site.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * One request that may be answered from the store. What is to be done with it is decided by pure
 * functions ({@link Reuse}, {@link Way}); this class does what they say.
 */
final class Visit {
  private final CacheStore store;
  private final String route;
  private final Plan.Limits limits;
  private final StoredAnswer answer;
  private final Exchange x;
  private final Action next;
  private final MultiMap headers;
  private final String url;
  private final Asked asked;
  private final boolean authorized;
  private boolean waited;

  Visit(
      CacheStore store,
      String route,
      Plan.Limits limits,
      StoredAnswer answer,
      Exchange x,
      Action next) {
    this.store = store;
    this.route = route;
    this.limits = limits;
    this.answer = answer;
    this.x = x;
    this.next = next;
    this.headers = x.request().headers();
    this.url = ResponseCache.url(x);
    this.asked = asked(headers);
    // RFC 9111 3.5 speaks of a field; who logged in by a cookie is known just as well.
    this.authorized = headers.contains(HttpHeaders.AUTHORIZATION) || !x.user().isEmpty();
  }

  /** Answers; a stored response that cannot be read is looked for once more. */
  Future<Void> answer(boolean first) {
    if (asked.noStore()) {
      store.counters().bypassed.increment();
      return ResponseCache.forward(x, next, CacheStatus.Forward.REQUEST);
    }
    Entry entry = store.find(url, route, headers::getAll);
    if (entry == null) {
      return miss(store.knows(url) ? CacheStatus.Forward.VARY_MISS : CacheStatus.Forward.URI_MISS);
    }
    Head head = entry.head();
    if (authorized && !head.terms().forAuthorized()) {
      return miss(CacheStatus.Forward.REQUEST);
    }
    long now = store.clock().millis();
    Future<Void> done = use(entry, Reuse.decide(head.terms(), asked, limits.defaults(), now), now);
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
              Plan plan = plan(Optional.of(entry), CacheStatus.Forward.STALE, flight, true);
              new Fetch(store, plan, x).run(next);
            });
  }

  private Future<Void> validate(Entry entry) {
    CacheStatus.Forward why =
        asked.equals(Asked.NOTHING) ? CacheStatus.Forward.STALE : CacheStatus.Forward.REQUEST;
    boolean always = entry.head().terms().validateAlways();
    return go(Way.ofValidation(request(), always), Optional.of(entry), why);
  }

  private Future<Void> miss(CacheStatus.Forward why) {
    return go(Way.ofMiss(request()), Optional.empty(), why);
  }

  private Way.Request request() {
    return new Way.Request(
        x.request().method().equals(HttpMethod.HEAD),
        headers.contains(HttpHeaderNames.RANGE),
        !StoredAnswer.conditions(x.request()).areNone(),
        authorized,
        asked);
  }

  private Future<Void> go(Way way, Optional<Entry> stale, CacheStatus.Forward why) {
    return switch (way) {
      case NOWHERE -> gatewayTimeout();
      case AS_HEAD -> passHead(why);
      case AS_PART -> passMiss(why);
      case TOGETHER -> together(stale, why);
      case ALONE -> alone(stale, why);
    };
  }

  private Future<Void> gatewayTimeout() {
    return Future.failedFuture(
        new HttpFailure(
            504,
            "only-if-cached, and nothing is stored that may be used",
            Map.of(CacheStatus.FIELD, CacheStatus.gatewayTimeout())));
  }

  /** What the origin answers is not kept. */
  private Future<Void> passMiss(CacheStatus.Forward why) {
    store.counters().misses.increment();
    return ResponseCache.forward(x, next, why);
  }

  private Future<Void> passHead(CacheStatus.Forward why) {
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

  private Plan plan(
      Optional<Entry> stale, CacheStatus.Forward why, Flights.Flight flight, boolean inBackground) {
    MultiMap asking = HttpHeaders.headers().addAll(headers);
    boolean validating =
        stale.map(entry -> Validation.ask(asking, entry.head().fields())).orElse(false);
    return new Plan(
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

  private static Asked asked(MultiMap headers) {
    List<String> cacheControl = headers.getAll(HttpHeaders.CACHE_CONTROL);
    List<String> pragma = headers.getAll("pragma");
    return cacheControl.isEmpty() && pragma.isEmpty()
        ? Asked.NOTHING
        : Asked.of(cacheControl, pragma);
  }
}
