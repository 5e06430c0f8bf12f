package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import site.http.HeaderRules;

/**
 * Decides which trailers of a request are passed on. A target may merge them with the header
 * section, so nothing passes that means something there (RFC 9110 6.5.1), nor what stands there
 * already: that is what this server has said or checked.
 */
final class RequestTrailers {
  /** RFC 9110 6.5.1: framing, routing, request modifiers, authentication, form of the content. */
  private static final Set<String> FORBIDDEN =
      Set.of(
          "authorization",
          "cache-control",
          "content-encoding",
          "content-range",
          "content-type",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "pragma",
          "range",
          "referer");

  private RequestTrailers() {}

  /**
   * Those that pass.
   *
   * @param head the header section the target got
   */
  static MultiMap passable(MultiMap trailers, boolean underscores, MultiMap head) {
    MultiMap passed = HttpHeaders.headers();
    Set<String> bound = HeaderRules.connectionBound(trailers);
    for (Map.Entry<String, String> field : trailers) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      boolean meansNothingElse = !FORBIDDEN.contains(name) && !head.contains(name);
      if (RequestHead.isCopied(name, underscores) && !bound.contains(name) && meansNothingElse) {
        passed.add(name, field.getValue());
      }
    }
    return passed;
  }
}
