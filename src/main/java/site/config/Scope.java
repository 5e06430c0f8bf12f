package site.config;

/** Names what a setting holds for: a route that wrote it, or all routes of a site that share it. */
final class Scope {
  private Scope() {}

  /** The same after every reload, as long as the setting stands where it stood. */
  static String name(String key, ConfigNode route, ConfigNode site) {
    String host = site.list("hosts", String.class).get(0);
    return route.wrote(key) ? host + " " + name(route) : host;
  }

  /** No other route of the site has the same path and the same conditions. */
  private static String name(ConfigNode route) {
    RouteCover.Conditions conditions = SiteBuilder.conditions(route);
    StringBuilder name = new StringBuilder(conditions.path());
    if (!conditions.methods().isEmpty()) {
      name.append(' ').append(conditions.methods());
    }
    if (!conditions.headers().isEmpty() || !conditions.query().isEmpty()) {
      name.append(' ').append(conditions.headers()).append(conditions.query());
    }
    return conditions.client().isEmpty() ? name.toString() : name + " " + conditions.client();
  }
}
