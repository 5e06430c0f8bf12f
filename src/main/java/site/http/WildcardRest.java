package site.http;

/** What the {@code *} of a route's path stood for in a request. */
public final class WildcardRest {
  private WildcardRest() {}

  /** Whether a route's path has a star at all. */
  public static boolean isIn(String routePattern) {
    return routePattern.endsWith("/*") || routePattern.startsWith("*");
  }

  /**
   * The rest, percent-encoded, without leading slashes.
   *
   * @param routePattern {@code /old/*} or {@code *.pdf}
   */
  public static String of(String routePattern, RequestPath path) {
    return below(routePattern, path).replaceFirst("^/+", "");
  }

  private static String below(String routePattern, RequestPath path) {
    if (routePattern.startsWith("*")) {
      String encoded = path.encoded();
      String ending = routePattern.substring(1);
      return encoded.endsWith(ending)
          ? encoded.substring(0, encoded.length() - ending.length())
          : encoded;
    }
    return path.below(routePattern.substring(0, routePattern.length() - 2)).encoded();
  }
}
