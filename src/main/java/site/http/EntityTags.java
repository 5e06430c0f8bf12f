package site.http;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares entity tags (RFC 9110 8.8.3). */
public final class EntityTags {
  /** One tag of a list: what stands in the quotes may hold commas. */
  private static final Pattern TAG =
      Pattern.compile("\\G[ \\t,]*((?:W/)?\"[^\"]*\")[ \\t]*(?=,|$)");

  private EntityTags() {}

  /** {@code If-Match}: whether the file is one of those, byte for byte. */
  public static boolean anyStrong(String list, String etag) {
    return any(list, tag -> isStronglyEqual(tag, etag));
  }

  /** {@code If-None-Match}: whether the file is as good as one of those. */
  public static boolean anyWeak(String list, String etag) {
    String opaque = opaque(etag);
    return any(list, tag -> opaque(tag).equals(opaque));
  }

  public static boolean isStronglyEqual(String one, String other) {
    return one.equals(other) && !one.startsWith("W/");
  }

  private static String opaque(String etag) {
    return etag.startsWith("W/") ? etag.substring(2) : etag;
  }

  /** What follows a malformed tag is not read. */
  private static boolean any(String list, Predicate<String> same) {
    if (list.trim().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(list);
    while (tags.find()) {
      if (same.test(tags.group(1))) {
        return true;
      }
    }
    return false;
  }
}
