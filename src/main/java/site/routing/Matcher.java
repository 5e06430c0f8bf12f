package site.routing;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.config.Network;
import site.config.RouteConfig;
import site.http.PathPattern;

/** Whether a request meets the conditions of a route, and if not, which one it fails. Pure. */
final class Matcher {
  private static final String ANY = "*";

  private final RouteConfig route;
  private final PathPattern path;

  Matcher(RouteConfig route) {
    this.route = route;
    this.path = PathPattern.of(route.path());
  }

  /** The conditions in the order they are tried: cheap and telling ones first. */
  enum Condition {
    PATH,
    HEADERS,
    QUERY,
    CLIENT,
    METHOD
  }

  /** The first condition that is not met; empty when the route matches. */
  Optional<Condition> mismatch(RequestFacts request) {
    if (!path.matches(request.path())) {
      return Optional.of(Condition.PATH);
    }
    if (!route.headers().isEmpty() && !headersMatch(request)) {
      return Optional.of(Condition.HEADERS);
    }
    if (!route.query().isEmpty() && !queryMatches(request)) {
      return Optional.of(Condition.QUERY);
    }
    if (!route.client().isEmpty() && !clientMatches(request)) {
      return Optional.of(Condition.CLIENT);
    }
    return methodMatches(wantedMethod(request)) ? Optional.empty() : Optional.of(Condition.METHOD);
  }

  private boolean headersMatch(RequestFacts request) {
    for (Map.Entry<String, String> wanted : route.headers().entrySet()) {
      if (!meets(request.headers().getAll(wanted.getKey()), wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private boolean queryMatches(RequestFacts request) {
    if (request.query() == null) {
      return false;
    }
    Map<String, List<String>> given = new QueryStringDecoder(request.query(), false).parameters();
    for (Map.Entry<String, String> wanted : route.query().entrySet()) {
      if (!meets(given.getOrDefault(wanted.getKey(), List.of()), wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean meets(List<String> given, String wanted) {
    return wanted.equals(ANY) ? !given.isEmpty() : given.contains(wanted);
  }

  private boolean clientMatches(RequestFacts request) {
    return request.client() != null && Network.anyContains(route.client(), request.client());
  }

  /** A preflight is for the route of the request it asks about (Fetch Standard 3.2.2). */
  private String wantedMethod(RequestFacts request) {
    boolean asks =
        request.method().equals("OPTIONS")
            && route.middleware().guards().cors().isPresent()
            && request.headers().contains(HttpHeaders.ORIGIN);
    String asked = asks ? request.headers().get(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD) : null;
    return asked == null ? request.method() : asked;
  }

  private boolean methodMatches(String method) {
    return route.methods().isEmpty()
        || route.methods().contains(method)
        // RFC 9110 9.3.2: HEAD is GET without the content
        || (method.equals("HEAD") && route.methods().contains("GET"));
  }
}
