package site.http;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Builds {@code Location} fields of what a client sent, such that it cannot lead elsewhere by it.
 */
public final class Location {
  /** What RFC 3986 allows in a path or query as it is; everything else is percent-encoded. */
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%";

  private Location() {}

  /**
   * A reference to this very host.
   *
   * @param path encoded; several leading slashes become one, since {@code //name} names a host
   * @param query without its question mark, null for none
   */
  public static String onThisHost(String path, String query) {
    String below = safe(path).replaceFirst("^/*", "/");
    return query == null ? below : below + "?" + safe(query);
  }

  /** Percent-encodes all that has no place in a path or query; what is encoded stays as it is. */
  public static String safe(String text) {
    if (text.chars().allMatch(Location::isAllowed)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(UTF_8)) {
      if (isAllowed(octet)) {
        safe.append((char) octet);
      } else {
        safe.append(String.format("%%%02X", octet));
      }
    }
    return safe.toString();
  }

  private static boolean isAllowed(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || (c >= 0 && ALLOWED.indexOf(c) >= 0);
  }
}
