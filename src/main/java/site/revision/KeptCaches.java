package site.revision;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import site.cache.CacheStore;
import site.cache.Caches;
import site.cache.ResponseCache;
import site.config.CacheConfig;
import site.config.RouteConfig;
import site.http.Middleware;

/**
 * The caches, by name. Other than what {@link Kept} holds, a cache is the same one whatever becomes
 * of its limits: they are changed while it is used, and what fits stays.
 */
final class KeptCaches {
  private final Caches caches;
  private final Kept<String, CacheStore> stores;

  /** What is about to be opened; reloads come one after the other. */
  private Map<String, CacheConfig> wanted = Map.of();

  private boolean starting = true;

  KeptCaches(Caches caches) {
    this.caches = caches;
    this.stores = new Kept<>(name -> caches.open(wanted.get(name)), CacheStore::delete);
  }

  Collection<CacheStore> live() {
    return stores.live().values();
  }

  /** Opens what is wanted and not there. */
  Future<Change> change(List<CacheConfig> configs) {
    wanted =
        configs.stream()
            .collect(Collectors.toMap(CacheConfig::name, Function.identity(), (one, same) -> one));
    Map<String, CacheConfig> next = wanted;
    return stores.change(List.copyOf(next.keySet())).map(change -> new Change(change, next));
  }

  /** The end of the process: unlike those nobody wants any more, they come back. */
  Future<Void> close() {
    return Future.join(live().stream().map(CacheStore::close).toList()).mapEmpty();
  }

  /** The caches of the next revision. */
  final class Change implements Step {
    private final Kept<String, CacheStore>.Change change;
    private final Map<String, CacheConfig> configs;

    private Change(Kept<String, CacheStore>.Change change, Map<String, CacheConfig> configs) {
      this.change = change;
      this.configs = configs;
    }

    Middleware middleware(CacheConfig config, RouteConfig route) {
      return new ResponseCache(change.get(config.name()), config, conditions(route));
    }

    /**
     * Routes with the same path answer for the same addresses, each under conditions of its own.
     */
    private static String conditions(RouteConfig route) {
      boolean none =
          route.headers().isEmpty() && route.query().isEmpty() && route.client().isEmpty();
      return none ? "" : "" + route.headers() + route.query() + route.client();
    }

    @Override
    public int added() {
      return change.added();
    }

    @Override
    public Surplus commit() {
      configs.forEach((name, config) -> change.get(name).resize(config));
      if (starting) {
        starting = false;
        caches.sweep(configs.keySet());
      }
      return change.commit();
    }

    @Override
    public Future<Void> abort() {
      return change.abort();
    }
  }
}
