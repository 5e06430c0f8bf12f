package site.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The routes nobody writes: where people come back to from a login and where they log out, whatever
 * route they were on. They stand before all others.
 */
final class LoginRoutes {
  private LoginRoutes() {}

  static List<RouteConfig> withThem(List<RouteConfig> written) {
    Map<String, RouteConfig> routes = new LinkedHashMap<>();
    for (RouteConfig route : written) {
      GuardsConfig guards = route.middleware().guards();
      guards.auth().ifPresent(auth -> paths(auth).forEach(path -> add(routes, path, auth)));
    }
    return Stream.concat(routes.values().stream(), written.stream()).toList();
  }

  private static Stream<String> paths(AuthConfig auth) {
    return auth.method() instanceof AuthConfig.Oidc oidc
        ? Stream.of(oidc.callback(), oidc.logout())
        : Stream.empty();
  }

  /** What answers there is the login itself; nobody gets past it. */
  private static void add(Map<String, RouteConfig> routes, String path, AuthConfig auth) {
    GuardsConfig guards =
        new GuardsConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(auth),
            Optional.empty(),
            Optional.empty());
    routes.putIfAbsent(
        path,
        new RouteConfig(
            path,
            Set.of("GET"),
            Map.of(),
            Map.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            MiddlewareConfig.only(guards),
            new ActionConfig.Respond(404, "", Map.of())));
  }
}
