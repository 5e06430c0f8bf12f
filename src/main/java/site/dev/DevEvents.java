package site.dev;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import site.http.Exchange;

/**
 * Tells open pages, as server-sent events, which generation of the site there is and what is broken
 * at present. A page made by another generation loads itself again, so it does not matter what it
 * missed.
 */
public final class DevEvents {
  /** So that no page takes another run of the server for its own. */
  private final String run = Long.toString(ThreadLocalRandom.current().nextLong() >>> 1, 36);

  private final AtomicLong generation = new AtomicLong();
  private final Map<String, JsonObject> problems = new ConcurrentSkipListMap<>();
  private final Set<Page> pages = ConcurrentHashMap.newKeySet();

  private record Page(ContextInternal context, HttpServerResponse response, Promise<Void> end) {
    void close() {
      context.runOnContext(v -> response.end());
    }
  }

  /** Something that pages are made of changed. */
  public void changed() {
    generation.incrementAndGet();
    tell();
  }

  /** A part of the site works, in a new way. */
  public void works(String part) {
    problems.remove(part);
    changed();
  }

  /** A part of the site is broken; what pages are made of is as before. */
  public void broken(String part, Throwable cause) {
    problems.put(part, Problem.json(part, cause));
    tell();
  }

  /** Ends all streams, which would otherwise never end. */
  public void close() {
    pages.forEach(Page::close);
  }

  String generation() {
    return run + "-" + generation.get();
  }

  /** Keeps the exchange open until the page or the server closes it. */
  Future<Void> stream(Exchange exchange) {
    HttpServerRequestInternal request = (HttpServerRequestInternal) exchange.request();
    Page page = new Page(request.context(), exchange.response(), request.context().promise());
    exchange.logged(false);
    exchange.onEnd(
        ended -> {
          pages.remove(page);
          page.end().tryComplete();
        });
    exchange
        .response()
        .setChunked(true)
        .putHeader("content-type", "text/event-stream")
        .putHeader("cache-control", "no-store");
    pages.add(page);
    tell(page);
    return page.end().future();
  }

  private void tell() {
    pages.forEach(this::tell);
  }

  /** What is said is found out when it is said, so the last word is the newest. */
  private void tell(Page page) {
    page.context().runOnContext(v -> page.response().write(state()));
  }

  private String state() {
    JsonObject state =
        new JsonObject()
            .put("generation", generation())
            .put("problems", new JsonArray(List.copyOf(problems.values())));
    return "data: " + state.encode() + "\n\n";
  }
}
