package site.config;

import java.util.Optional;

/** Makes records of checked guards: a route's own, or those of its site where it is silent. */
final class GuardBuilder {
  private final ConfigNode route;
  private final ConfigNode site;

  private GuardBuilder(ConfigNode route, ConfigNode site) {
    this.route = route;
    this.site = site;
  }

  static GuardsConfig guards(ConfigNode route, ConfigNode site) {
    GuardBuilder builder = new GuardBuilder(route, site);
    return new GuardsConfig(builder.find("limit").map(builder::limit));
  }

  /** What holds for the route; nothing where it is switched off. */
  private Optional<ConfigNode> find(String key) {
    return (route.wrote(key) ? route : site)
        .find(key)
        .filter(value -> !value.is(Boolean.class) || value.as(Boolean.class));
  }

  private LimitConfig limit(ConfigNode limit) {
    return new LimitConfig(
        Scope.name("limit", route, site),
        limit.find("rate", Rate.class).map(rate -> burst(limit, rate)),
        limit.get("key", LimitConfig.Key.class),
        limit.find("connections", Integer.class));
  }

  private static LimitConfig.Burst burst(ConfigNode limit, Rate rate) {
    int usual = (int) Math.min(1_000_000, rate.count());
    return new LimitConfig.Burst(rate, limit.find("burst", Integer.class).orElse(usual));
  }
}
