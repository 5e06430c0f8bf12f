package kit;

import java.util.stream.Stream;

/** Whether a client has what it asks for (RFC 9110 13.1.2). */
public final class ETags {
  private ETags() {}

  /**
   * Whether one of the tags of {@code If-None-Match} is this one; weak and strong are alike here.
   */
  public static boolean matches(String ifNoneMatch, String etag) {
    return ifNoneMatch.strip().equals("*")
        || Stream.of(ifNoneMatch.split(","))
            .anyMatch(each -> opaque(each.strip()).equals(opaque(etag)));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }
}
