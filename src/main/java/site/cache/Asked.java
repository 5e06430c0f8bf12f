package site.cache;

import java.util.List;

/**
 * What a request says about how it wants to be answered (RFC 9111 5.2.1).
 *
 * @param maxAgeSeconds -1 for any
 * @param minFreshSeconds 0 for any
 * @param maxStaleSeconds -1 for none stale
 */
record Asked(
    boolean noCache,
    boolean noStore,
    boolean onlyIfCached,
    long maxAgeSeconds,
    long minFreshSeconds,
    long maxStaleSeconds) {

  static final Asked NOTHING = new Asked(false, false, false, -1, 0, -1);

  /** RFC 9111 5.4: {@code Pragma} counts where there is no {@code Cache-Control}. */
  static Asked of(List<String> cacheControl, List<String> pragma) {
    if (cacheControl.isEmpty()) {
      return Directives.parse(pragma).has("no-cache")
          ? new Asked(true, false, false, -1, 0, -1)
          : NOTHING;
    }
    Directives said = Directives.parse(cacheControl);
    return new Asked(
        said.has("no-cache"),
        said.has("no-store"),
        said.has("only-if-cached"),
        said.seconds("max-age"),
        Math.max(0, said.seconds("min-fresh")),
        maxStale(said));
  }

  /** RFC 9111 5.2.1.2: without a value, however stale. */
  private static long maxStale(Directives said) {
    return said.isUnqualified("max-stale") ? Integer.MAX_VALUE : said.seconds("max-stale");
  }
}
