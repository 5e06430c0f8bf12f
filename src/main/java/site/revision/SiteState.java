package site.revision;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import site.config.ActionConfig;
import site.config.RouteConfig;
import site.config.SiteConfig;

/**
 * A site as it is served.
 *
 * @param name its first host
 */
public record SiteState(String name, List<String> hosts, List<RouteState> routes) {

  /**
   * One of its routes.
   *
   * @param action what answers, in two words
   */
  public record RouteState(String path, String action) {}

  static SiteState of(SiteConfig site) {
    return new SiteState(
        site.hosts().get(0),
        site.hosts(),
        site.routes().stream().map(route -> new RouteState(route.path(), text(route))).toList());
  }

  private static String text(RouteConfig route) {
    return route.action().parts().map(SiteState::text).collect(Collectors.joining(", else "));
  }

  private static String text(ActionConfig action) {
    String kind = action.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    if (action instanceof ActionConfig.App app) {
      return kind + " " + app.name();
    }
    if (action instanceof ActionConfig.Files files) {
      return kind + " " + files.root();
    }
    return action instanceof ActionConfig.Proxy proxy && proxy.upstream().isPresent()
        ? kind + " " + proxy.upstream().get()
        : kind;
  }

  @Override
  public String toString() {
    return name;
  }
}
