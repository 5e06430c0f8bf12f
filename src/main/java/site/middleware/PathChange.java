package site.middleware;

import io.vertx.core.Future;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.http.RequestPath;

/** Shows the action another path than the client asked for. */
public final class PathChange implements Middleware {
  /** The texts before, between and behind the places of the old path. */
  private final List<String> texts;

  /**
   * Compiles a rewrite.
   *
   * @param template begins with a slash or with {@code {path}}, which stands for the path it
   *     replaces
   * @throws IllegalArgumentException when what it makes can't be a path
   */
  public PathChange(String template) {
    this.texts =
        Arrays.stream(template.split("\\{path}", -1)).collect(Collectors.toUnmodifiableList());
    try {
      changed("/x");
    } catch (HttpFailure e) {
      throw new IllegalArgumentException("rewrite: " + template + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    exchange.see(changed(exchange.path().encoded()), exchange.prefix());
    return next.handle(exchange);
  }

  private RequestPath changed(String path) {
    return RequestPath.parse(String.join(path, texts));
  }
}
