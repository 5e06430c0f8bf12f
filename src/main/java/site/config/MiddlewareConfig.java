package site.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happens around an action; the site's settings where the route has none of its own.
 *
 * @param allow networks that may; empty means everybody
 * @param deny networks that may not; looked at before {@code allow}
 * @param guards what a request has to pass
 * @param requestHeaders set on the request before the action sees it; empty value removes
 * @param responseHeaders set on the response; empty value removes
 * @param compress the codings offered, the most preferred first; none means nothing is compressed
 * @param earlyHints values of {@code Link} that are told before the answer
 * @param cache what is kept of the answers; only in front of apps and upstreams
 * @param secureHeaders whether browsers are told to be careful
 * @param log whether the request appears in the access log
 */
public record MiddlewareConfig(
    List<Network> allow,
    List<Network> deny,
    GuardsConfig guards,
    Map<String, Optional<String>> requestHeaders,
    Map<String, Optional<String>> responseHeaders,
    List<String> compress,
    List<String> earlyHints,
    Optional<CacheConfig> cache,
    boolean secureHeaders,
    boolean log) {

  /** The codings that are offered where nothing else is said. */
  static final List<String> CODINGS = List.of("zstd", "br", "gzip");

  /** What happens where nothing is said. */
  public static final MiddlewareConfig NONE = only(GuardsConfig.NONE);

  static MiddlewareConfig only(GuardsConfig guards) {
    return new MiddlewareConfig(
        List.of(),
        List.of(),
        guards,
        Map.of(),
        Map.of(),
        CODINGS,
        List.of(),
        Optional.empty(),
        false,
        true);
  }
}
