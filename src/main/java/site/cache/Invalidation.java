package site.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a successful change makes outdated (RFC 9111 4.4). */
final class Invalidation {
  /** RFC 9110 9.2.1. Any other method, also one we never heard of, may change something. */
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private Invalidation() {}

  static boolean isSafe(String method) {
    return SAFE.contains(method);
  }

  /** The addresses to forget: the target and what the response names of the same origin. */
  static List<String> keys(String target, int status, List<String> named) {
    // RFC 9111 4.4: "a non-error response is one with a 2xx or 3xx status code"
    if (status < 200 || status >= 400) {
      return List.of();
    }
    List<String> keys = new ArrayList<>();
    keys.add(target);
    named.forEach(reference -> CacheKey.sameOrigin(target, reference).ifPresent(keys::add));
    return keys;
  }
}
