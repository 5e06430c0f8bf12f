package site.admin;

import java.util.function.ToLongFunction;
import site.cache.CacheState;
import site.revision.ServerState;

/** The caches, as Prometheus reads them. */
final class CacheMetrics {
  private final Families families;

  CacheMetrics(Families families) {
    this.families = families;
  }

  void add(ServerState state) {
    gauge(state, "site_cache_entries", "Responses stored.", CacheState::entries);
    gauge(state, "site_cache_bytes", "Of all of them.", CacheState::bytes);
    gauge(state, "site_cache_max_bytes", "The most that may be.", CacheState::maxBytes);
    gauge(state, "site_cache_memory_bytes", "Held in memory.", CacheState::memoryBytes);
    Families.Values requests =
        families.counter("site_cache_requests", "By what the cache did.", "cache", "outcome");
    Families.Values changes =
        families.counter("site_cache_changes", "Of what is stored.", "cache", "change");
    for (CacheState cache : state.caches()) {
      requests.add((double) cache.hits(), cache.name(), "hit");
      requests.add((double) cache.stale(), cache.name(), "stale");
      requests.add((double) cache.misses(), cache.name(), "miss");
      requests.add((double) cache.validated(), cache.name(), "validated");
      requests.add((double) cache.bypassed(), cache.name(), "bypassed");
      changes.add((double) cache.stored(), cache.name(), "stored");
      changes.add((double) cache.evicted(), cache.name(), "evicted");
      changes.add((double) cache.purged(), cache.name(), "purged");
      changes.add((double) cache.damaged(), cache.name(), "damaged");
      changes.add((double) cache.notWritten(), cache.name(), "not_written");
    }
  }

  private void gauge(
      ServerState state, String name, String help, ToLongFunction<CacheState> value) {
    Families.Values values = families.gauge(name, help, "cache");
    state.caches().forEach(cache -> values.add((double) value.applyAsLong(cache), cache.name()));
  }
}
