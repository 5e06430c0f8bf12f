package site.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import site.config.SiteConfig;
import site.http.Action;
import site.http.ErrorPages;
import site.http.HttpFailure;

/** One virtual host: its routes and what holds for all of them. Knows nothing of other sites. */
public final class Site {
  private final SiteConfig config;
  private final List<Route> routes;
  private final Optional<Action> plainRequests;
  private final ErrorPages errorPages;

  /**
   * A site.
   *
   * @param plainRequests answers requests that came without TLS, in place of the routes
   */
  public Site(
      SiteConfig config,
      List<Route> routes,
      Optional<Action> plainRequests,
      ErrorPages errorPages) {
    this.config = config;
    this.routes = List.copyOf(routes);
    this.plainRequests = plainRequests;
    this.errorPages = errorPages;
  }

  public String name() {
    return config.hosts().get(0);
  }

  SiteConfig config() {
    return config;
  }

  Optional<Action> plainRequests() {
    return plainRequests;
  }

  /** Whether requests without TLS never reach a route. */
  public boolean redirectsPlainRequests() {
    return plainRequests.isPresent();
  }

  /** The routes before the one that answers, with the condition each fails. */
  public Map<Route, String> passedOver(RequestFacts request) {
    Map<Route, String> passed = new LinkedHashMap<>();
    for (Route route : routes) {
      Optional<Matcher.Condition> mismatch = route.mismatch(request);
      if (mismatch.isEmpty()) {
        break;
      }
      passed.put(route, mismatch.get().name().toLowerCase(Locale.ROOT));
    }
    return passed;
  }

  ErrorPages errorPages() {
    return errorPages;
  }

  /**
   * The first route whose conditions are all met.
   *
   * @throws HttpFailure 405 with {@code Allow} when only the method is wrong (RFC 9110 15.5.6), 404
   *     when nothing fits
   */
  public Route route(RequestFacts request) {
    List<Route> otherMethods = List.of();
    for (Route route : routes) {
      Optional<Matcher.Condition> mismatch = route.mismatch(request);
      if (mismatch.isEmpty()) {
        return route;
      }
      if (mismatch.get() == Matcher.Condition.METHOD) {
        otherMethods = otherMethods.isEmpty() ? new ArrayList<>() : otherMethods;
        otherMethods.add(route);
      }
    }
    throw otherMethods.isEmpty()
        ? new HttpFailure(404, "no route for " + request.path())
        : methodNotAllowed(request, otherMethods);
  }

  private static HttpFailure methodNotAllowed(RequestFacts request, List<Route> routes) {
    Set<String> allowed = new TreeSet<>();
    routes.forEach(route -> allowed.addAll(route.methods()));
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    return new HttpFailure(
        405,
        request.method() + " is not allowed here",
        Map.of("allow", String.join(", ", allowed)));
  }
}
