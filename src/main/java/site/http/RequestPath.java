package site.http;

/**
 * The path of a request in the two forms everybody here works with. Both say the same thing, so
 * what a route matched is what a file or an upstream is asked for.
 *
 * @param encoded normalised by RFC 3986 6.2.2: unreserved octets decoded, dot segments removed,
 *     escapes in upper case; begins with one slash; what an upstream is sent
 * @param decoded the same, percent-decoded as UTF-8, except that an escaped slash stays {@code
 *     %2F}: what routes and files are matched against
 */
public record RequestPath(String encoded, String decoded) {
  /** What {@code OPTIONS *} is for: the server as a whole (RFC 9110 9.3.7). Matches no route. */
  public static final RequestPath ASTERISK = new RequestPath("*", "*");

  /**
   * Brings a path into normal form. Duplicate slashes in front are one, others stay; what must be
   * escaped and is not, such as a backslash, is.
   *
   * @param raw as received, without query
   * @throws HttpFailure 400 when it has no clear meaning: a bad escape, a control character, a
   *     fragment, octets above ASCII, a way above the root
   */
  public static RequestPath parse(String raw) {
    return PathParser.parse(raw);
  }

  /**
   * The path below a prefix that ends at a segment: {@code /api/x} below {@code /api} is {@code
   * /x}.
   */
  public RequestPath below(String prefix) {
    if (prefix.isEmpty() || prefix.equals("/")) {
      return this;
    }
    if (!decoded.startsWith(prefix)
        || (decoded.length() > prefix.length() && decoded.charAt(prefix.length()) != '/')) {
      return this;
    }
    int cut = segments(prefix);
    return new RequestPath(orRoot(behind(encoded, cut)), orRoot(behind(decoded, cut)));
  }

  private static int segments(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }

  /** What follows the first {@code count} segments, from the last of its slashes on. */
  private static String behind(String path, int count) {
    int at = 0;
    for (int i = 0; i < count && at >= 0; i++) {
      at = path.indexOf('/', at + 1);
    }
    while (at >= 0 && path.startsWith("//", at)) {
      at++;
    }
    return at < 0 ? "" : path.substring(at);
  }

  private static String orRoot(String path) {
    return path.isEmpty() ? "/" : path;
  }
}
