package site.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens around a route's action: its own settings, then those of its site. */
final class MiddlewareBuilder {
  private MiddlewareBuilder() {}

  static MiddlewareConfig middleware(ConfigNode route, ConfigNode site) {
    return new MiddlewareConfig(
        networks("allow", route, site),
        networks("deny", route, site),
        GuardBuilder.guards(route, site),
        headers("request", route, site),
        headers("response", route, site),
        codings(route.wrote("compress") ? route : site),
        (route.wrote("early-hints") ? route : site).list("early-hints", String.class),
        CacheBuilder.cache(route, site),
        secureHeaders(route).or(() -> secureHeaders(site)).orElse(false),
        route.find("log", Boolean.class).or(() -> site.find("log", Boolean.class)).orElse(true));
  }

  private static List<Network> networks(String key, ConfigNode route, ConfigNode site) {
    return (route.wrote(key) ? route : site).list(key, Network.class);
  }

  private static List<String> codings(ConfigNode owner) {
    boolean switched = owner.find("compress").map(said -> said.is(Boolean.class)).orElse(true);
    if (!switched) {
      return owner.list("compress", String.class).stream().distinct().toList();
    }
    boolean on = owner.find("compress", Boolean.class).orElse(true);
    return on ? MiddlewareConfig.CODINGS : List.of();
  }

  private static Optional<Boolean> secureHeaders(ConfigNode owner) {
    return owner.find("headers").flatMap(headers -> headers.find("preset", Boolean.class));
  }

  /** Header by header: a route that sets one more keeps those of its site. */
  private static Map<String, Optional<String>> headers(
      String side, ConfigNode route, ConfigNode site) {
    Map<String, Optional<String>> headers = new LinkedHashMap<>();
    for (ConfigNode owner : List.of(site, route)) {
      owner
          .find("headers")
          .flatMap(all -> all.find(side))
          .ifPresent(
              changes ->
                  changes.entries().forEach((name, value) -> headers.put(name, change(value))));
    }
    return Collections.unmodifiableMap(headers);
  }

  @SuppressWarnings("unchecked")
  private static Optional<String> change(ConfigNode value) {
    return (Optional<String>) value.as(Optional.class);
  }
}
