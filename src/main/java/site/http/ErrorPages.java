package site.http;

import java.util.Map;
import java.util.Optional;

/** A site's own error pages: HTML by status, then by class. Read when the configuration was. */
public record ErrorPages(Map<String, String> pages) {
  public static final ErrorPages BUILT_IN = new ErrorPages(Map.of());

  /** The page for 404 under {@code 404}, else under {@code 4xx}. */
  public Optional<String> page(int status) {
    String exact = pages.get(Integer.toString(status));
    return Optional.ofNullable(exact != null ? exact : pages.get(status / 100 + "xx"));
  }
}
