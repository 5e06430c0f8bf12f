package site.admin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import site.cache.CacheState;
import site.cache.CacheStore;
import site.cache.Purge;
import site.cache.StoredItem;
import site.revision.Revisions;

/** Answers what the command line asks and wants of caches. */
final class CacheRoutes {
  /** A list for people; whoever wants all of more than that has the directory. */
  private static final int MAX_LISTED = 10_000;

  private final Revisions revisions;

  CacheRoutes(Revisions revisions) {
    this.revisions = revisions;
  }

  void addTo(Router router) {
    router.get("/cache").handler(this::list);
    router.get("/cache/stats").handler(this::stats);
    router.post("/cache/purge").blockingHandler(this::blockingPurge, false);
  }

  private Collection<CacheStore> caches() {
    return revisions.caches();
  }

  private void list(RoutingContext ctx) {
    List<StoredItem> items =
        caches().stream()
            .flatMap(cache -> cache.list(MAX_LISTED).stream())
            .limit(MAX_LISTED)
            .toList();
    if (wantsJson(ctx)) {
      JsonArray array = new JsonArray();
      items.forEach(item -> array.add(json(item)));
      ctx.json(array);
    } else {
      text(ctx, CacheTable.items(items));
    }
  }

  private void stats(RoutingContext ctx) {
    List<CacheState> states = caches().stream().map(CacheStore::state).toList();
    if (wantsJson(ctx)) {
      JsonArray array = new JsonArray();
      states.forEach(state -> array.add(json(state)));
      ctx.json(array);
    } else {
      text(ctx, CacheTable.states(states));
    }
  }

  /** Goes through everything that is stored, which may be a lot. */
  private void blockingPurge(RoutingContext ctx) {
    Optional<Purge> what = what(ctx);
    if (what.isEmpty()) {
      AdminSocket.answer(ctx, 400, "expected one of url, prefix, tag");
      return;
    }
    if (caches().isEmpty()) {
      AdminSocket.answer(ctx, 404, "no cache is configured");
      return;
    }
    int purged = caches().stream().mapToInt(cache -> cache.purge(what.get())).sum();
    AdminSocket.answer(ctx, 200, purged + (purged == 1 ? " response" : " responses") + " purged");
  }

  private static Optional<Purge> what(RoutingContext ctx) {
    return param(ctx, "url")
        .<Purge>map(Purge.Url::new)
        .or(() -> param(ctx, "prefix").map(Purge.Prefix::new))
        .or(() -> param(ctx, "tag").map(Purge.Tag::new));
  }

  private static Optional<String> param(RoutingContext ctx, String name) {
    return Optional.ofNullable(ctx.queryParams().get(name)).filter(text -> !text.isEmpty());
  }

  private static boolean wantsJson(RoutingContext ctx) {
    return "application/json".equals(ctx.request().getHeader("accept"));
  }

  private static void text(RoutingContext ctx, String text) {
    ctx.response().putHeader("content-type", "text/plain; charset=utf-8").end(text);
  }

  private static JsonObject json(StoredItem item) {
    return new JsonObject()
        .put("url", item.url())
        .put("status", item.status())
        .put("bytes", item.bytes())
        .put("age", item.ageSeconds())
        .put("ttl", item.ttlSeconds())
        .put("vary", item.vary())
        .put("place", item.place());
  }

  static JsonObject json(CacheState state) {
    return new JsonObject()
        .put("name", state.name())
        .put("entries", state.entries())
        .put("bytes", state.bytes())
        .put("maxBytes", state.maxBytes())
        .put("memoryBytes", state.memoryBytes())
        .put("hits", state.hits())
        .put("stale", state.stale())
        .put("misses", state.misses())
        .put("validated", state.validated())
        .put("bypassed", state.bypassed())
        .put("collapsed", state.collapsed())
        .put("stored", state.stored())
        .put("evicted", state.evicted())
        .put("purged", state.purged())
        .put("damaged", state.damaged())
        .put("notWritten", state.notWritten());
  }
}
