package site.routing;

import java.util.Optional;
import java.util.Set;
import site.config.RouteConfig;
import site.http.Action;

/** A route of the configuration with the chain that answers for it. */
public final class Route {
  private final RouteConfig config;
  private final Matcher matcher;
  private final Action chain;

  /**
   * A route.
   *
   * @param chain the action with its middlewares around it
   */
  public Route(RouteConfig config, Action chain) {
    this.config = config;
    this.matcher = new Matcher(config);
    this.chain = chain;
  }

  public RouteConfig config() {
    return config;
  }

  Action chain() {
    return chain;
  }

  Optional<Matcher.Condition> mismatch(RequestFacts request) {
    return matcher.mismatch(request);
  }

  Set<String> methods() {
    return config.methods();
  }

  @Override
  public String toString() {
    return config.path();
  }
}
