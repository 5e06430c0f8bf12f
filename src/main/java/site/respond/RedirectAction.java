package site.respond;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import site.config.ActionConfig;
import site.http.Action;
import site.http.Authority;
import site.http.Exchange;
import site.http.WildcardRest;

/**
 * Sends the client to another place. A query is kept unless the target has one of its own: {@code
 * /new?} drops it, {@code /new?from={path}&{query}} puts it where it is wanted.
 */
public final class RedirectAction implements Action {
  private final RedirectTarget target;
  private final int status;
  private final String routePattern;

  /**
   * A redirect.
   *
   * @param routePattern the route's path as configured, whose star {@code {rest}} stands for
   * @throws IllegalArgumentException when the target is none, or asks for the rest of a path
   *     without a star; the message says what was expected
   */
  public RedirectAction(ActionConfig.Redirect config, String routePattern) {
    this.target = RedirectTarget.parse(config.to());
    this.status = config.status();
    this.routePattern = routePattern;
    if (target.uses("rest") && !WildcardRest.isIn(routePattern)) {
      throw new IllegalArgumentException(
          "{rest} in \"" + config.to() + "\" (expected a route whose path has a *)");
    }
  }

  @Override
  public Future<Void> handle(Exchange x) {
    return x.response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.LOCATION, target.location(place -> value(place, x), x.query()))
        .end();
  }

  private String value(String place, Exchange x) {
    return switch (place) {
      case "rest" -> WildcardRest.of(routePattern, x.requestedPath());
      case "path" -> x.path().encoded();
      case "host" -> new Authority(x.authority().host(), -1).toString();
      case "query" -> x.query() == null ? "" : x.query();
      default -> throw new IllegalStateException(place);
    };
  }
}
