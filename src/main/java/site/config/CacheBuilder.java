package site.config;

import java.time.Duration;
import java.util.Optional;

/** Makes records of checked caches. */
final class CacheBuilder {
  private CacheBuilder() {}

  /** The cache in front of a route: its own, or that of its site, which all routes share. */
  static Optional<CacheConfig> cache(ConfigNode route, ConfigNode site) {
    if (route.find("app").isEmpty() && route.find("proxy").isEmpty()) {
      return Optional.empty();
    }
    boolean own = route.wrote("cache");
    return (own ? route : site)
        .find("cache")
        .flatMap(cache -> cache(Scope.name("cache", route, site), cache));
  }

  private static Optional<CacheConfig> cache(String name, ConfigNode cache) {
    if (cache.is(Boolean.class)) {
      return cache.as(Boolean.class) ? Optional.of(usual(name)) : Optional.empty();
    }
    return Optional.of(
        new CacheConfig(
            name,
            cache.get("max-size", Long.class),
            cache.get("max-object", Long.class),
            cache.get("memory", Long.class),
            cache.get("stale-while-revalidate", Duration.class),
            cache.get("stale-if-error", Duration.class)));
  }

  private static CacheConfig usual(String name) {
    return new CacheConfig(
        name,
        bytes(MiddlewareFormat.CACHE_SIZE),
        bytes(MiddlewareFormat.CACHE_OBJECT),
        bytes(MiddlewareFormat.CACHE_MEMORY),
        Duration.ZERO,
        Duration.ZERO);
  }

  private static long bytes(String size) {
    return Units.size(size).orElseThrow();
  }
}
