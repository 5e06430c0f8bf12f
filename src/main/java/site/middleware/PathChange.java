package site.middleware;

import io.vertx.core.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.http.RequestPath;
import site.http.WildcardRest;

/** Shows the action another path than the client asked for. */
public final class PathChange implements Middleware {
  private static final Pattern PLACE = Pattern.compile("\\{(path|rest)}");

  private final String template;
  private final String routePattern;

  /**
   * Compiles a rewrite.
   *
   * @param template begins with a slash or with {@code {path}}, which stands for the path it
   *     replaces; {@code {rest}} stands for what the star of the route's path stands for
   * @param routePattern the route's path as configured
   * @throws IllegalArgumentException when what it makes can't be a path, or when it asks for the
   *     rest of a path without a star
   */
  public PathChange(String template, String routePattern) {
    this.template = template;
    this.routePattern = routePattern;
    if (template.contains("{rest}") && !WildcardRest.isIn(routePattern)) {
      throw new IllegalArgumentException(
          "{rest} in \"" + template + "\" (expected a route whose path has a *)");
    }
    try {
      changed(RequestPath.parse("/x"), RequestPath.parse("/x"));
    } catch (HttpFailure e) {
      throw new IllegalArgumentException("rewrite: " + template + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    exchange.see(changed(exchange.path(), exchange.requestedPath()), exchange.prefix());
    return next.handle(exchange);
  }

  private RequestPath changed(RequestPath path, RequestPath requested) {
    return RequestPath.parse(
        PLACE
            .matcher(template)
            .replaceAll(
                place ->
                    Matcher.quoteReplacement(
                        place.group(1).equals("path")
                            ? path.encoded()
                            : WildcardRest.of(routePattern, requested))));
  }
}
