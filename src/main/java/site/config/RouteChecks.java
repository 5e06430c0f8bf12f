package site.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import site.config.RouteCover.Conditions;

/** Whether each route has one action that exists, and can be reached. */
final class RouteChecks {
  private static final List<String> ACTIONS =
      List.of("files", "proxy", "app", "redirect", "respond", "compare");

  private final Known known;
  private final Problems problems;

  RouteChecks(ConfigNode root, Problems problems) {
    this.known = new Known(names(root, "apps"), names(root, "upstreams"));
    this.problems = problems;
  }

  /** What routes may name. */
  private record Known(Set<String> apps, Set<String> upstreams) {}

  void check(ConfigNode site) {
    List<ConfigNode> routes = site.find("routes").map(ConfigNode::items).orElse(List.of());
    for (ConfigNode route : routes) {
      hasOneAction(route);
      route.find("app").ifPresent(app -> isKnown(app, "app", known.apps));
      route.find("proxy").ifPresent(this::proxy);
      route.find("compare").ifPresent(this::compare);
      route
          .find("files")
          .flatMap(files -> files.find("fallback"))
          .filter(ConfigNode::isMap)
          .ifPresent(this::fallback);
      hasOneChangeOfPath(route);
      respondHasBodyWhereItMay(route);
      cacheHasWhatToKeep(route);
    }
    areReachable(routes.stream().filter(ConfigNode::isSound).toList());
  }

  private static Set<String> names(ConfigNode root, String key) {
    return root.find(key).map(map -> map.entries().keySet()).orElse(Set.of());
  }

  private void hasOneAction(ConfigNode route) {
    List<String> written = new ArrayList<>(ACTIONS);
    written.removeIf(action -> !route.wrote(action));
    if (written.isEmpty() && !route.hasUnknownKey()) {
      problems.error(route.spot(), "no action (expected " + Scalars.list(ACTIONS) + ")");
    } else if (written.size() > 1) {
      problems.error(
          route.spot(), "more than one action: " + String.join(", ", written) + " (expected one)");
    }
  }

  private void fallback(ConfigNode others) {
    if (others.wrote("app") == others.wrote("proxy")) {
      problems.error(others.spot(), "expected either app or proxy");
    }
    others.find("app").ifPresent(app -> isKnown(app, "app", known.apps));
    others.find("proxy").ifPresent(this::proxy);
  }

  private void proxy(ConfigNode proxy) {
    Optional<ConfigNode> name = UpstreamRef.name(proxy);
    name.ifPresent(to -> isKnown(to, "upstream", known.upstreams));
    if (proxy.isMap()) {
      proxy.find("mirror").ifPresent(this::isKnownUpstream);
    }
    if (name.isPresent() && proxy.isMap()) {
      UpstreamFormat.shared()
          .filter(proxy::wrote)
          .forEach(
              key ->
                  problems.error(
                      proxy.entries().get(key).spot(),
                      "belongs to the upstream that is named by to"));
    }
  }

  private void compare(ConfigNode compare) {
    compare.find("serve").ifPresent(this::side);
    compare.find("with").ifPresent(this::side);
  }

  private void side(ConfigNode side) {
    if (side.isMap() && side.wrote("app") == side.wrote("proxy")) {
      problems.error(side.spot(), "expected either app or proxy");
      return;
    }
    Optional<ConfigNode> proxy = side.isMap() ? side.find("proxy") : Optional.of(side);
    proxy.filter(ConfigNode::isValid).ifPresent(this::isKnownUpstream);
    if (side.isMap()) {
      side.find("app").ifPresent(app -> isKnown(app, "app", known.apps));
    }
  }

  private void isKnownUpstream(ConfigNode node) {
    UpstreamRef.name(node).ifPresent(name -> isKnown(name, "upstream", known.upstreams));
  }

  private void isKnown(ConfigNode name, String noun, Set<String> known) {
    String written = name.as(String.class);
    if (!known.contains(written)) {
      problems.error(
          name.spot(),
          name.shown(),
          "no such "
              + noun
              + (known.isEmpty() ? "" : ", expected " + Scalars.list(List.copyOf(known))),
          DidYouMean.nearest(written, known));
    }
  }

  private void hasOneChangeOfPath(ConfigNode route) {
    if (route.wrote("strip-prefix") && route.wrote("rewrite")) {
      problems.error(route.entries().get("rewrite").spot(), "not together with strip-prefix");
    }
    Optional<String> path = route.find("path", String.class).filter(p -> p.startsWith("/"));
    route
        .find("strip-prefix")
        .filter(prefix -> path.isPresent() && neverStripped(path.get(), prefix.as(String.class)))
        .ifPresent(
            prefix ->
                problems.error(
                    prefix.spot(),
                    prefix.shown(),
                    "expected a prefix of " + Shown.text(path.get())));
  }

  private static boolean neverStripped(String path, String prefix) {
    return !RouteCover.coversPath(prefix + "/*", path) && !RouteCover.coversPath(path, prefix);
  }

  /** RFC 9110 15.3.5, 15.4.5: 204 and 304 have no content. */
  private void respondHasBodyWhereItMay(ConfigNode route) {
    Optional<ConfigNode> respond = route.find("respond");
    boolean bodiless =
        respond
            .flatMap(node -> node.find("status", Integer.class))
            .filter(status -> status == 204 || status == 304)
            .isPresent();
    if (bodiless && respond.get().wrote("body")) {
      problems.error(respond.get().entries().get("body").spot(), "not with status 204 or 304");
    }
  }

  private void cacheHasWhatToKeep(ConfigNode route) {
    boolean hasAnswers = route.wrote("proxy") || route.wrote("app") || route.wrote("compare");
    boolean hasOther = ACTIONS.stream().anyMatch(route::wrote);
    route
        .find("cache")
        .filter(cache -> !hasAnswers && hasOther)
        .filter(cache -> !cache.is(Boolean.class) || cache.as(Boolean.class))
        .filter(cache -> route.wrote("cache"))
        .ifPresent(cache -> problems.error(cache.spot(), "only on routes with an app or a proxy"));
  }

  private void areReachable(List<ConfigNode> routes) {
    Map<ConfigNode, Conditions> earlier = new LinkedHashMap<>();
    for (ConfigNode route : routes) {
      Conditions mine = SiteBuilder.conditions(route);
      earlier.entrySet().stream()
          .filter(other -> RouteCover.covers(other.getValue(), mine))
          .findFirst()
          .ifPresent(other -> neverReached(route, other.getKey()));
      earlier.put(route, mine);
    }
  }

  private void neverReached(ConfigNode route, ConfigNode other) {
    problems.warning(
        route.spot(), "never reached: the route at " + other.place() + " takes its requests");
  }
}
