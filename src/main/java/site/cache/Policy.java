package site.cache;

import java.util.List;
import java.util.Optional;

/**
 * Which directives a response is to be treated by.
 *
 * @param targeted whether they come from {@code CDN-Cache-Control}, which then replaces {@code
 *     Cache-Control} and {@code Expires} (RFC 9213 2.2)
 */
record Policy(Directives directives, boolean targeted) {

  static Policy of(Fields response) {
    return targeted(response.values("cdn-cache-control"))
        .map(directives -> new Policy(directives, true))
        .orElseGet(() -> new Policy(Directives.parse(response.values("cache-control")), false));
  }

  /** RFC 9213 2.1: empty or not readable, it counts as not there. */
  private static Optional<Directives> targeted(List<String> lines) {
    return lines.isEmpty()
        ? Optional.empty()
        : StructuredDictionary.parse(lines).filter(read -> !read.isEmpty()).map(Directives::of);
  }
}
