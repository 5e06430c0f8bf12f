package site.http;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells paths from others, in the four forms a configuration can write it.
 *
 * @param condition holds for decoded paths that match
 */
public record PathPattern(String text, Predicate<String> condition) {

  /** Compiles a pattern the configuration reader has checked. */
  public static PathPattern of(String text) {
    if (text.startsWith("~")) {
      return new PathPattern(text, Pattern.compile(text.substring(1).strip()).asPredicate());
    }
    if (text.endsWith("/*")) {
      String prefix = text.substring(0, text.length() - 2);
      return new PathPattern(text, path -> isAtOrBelow(path, prefix));
    }
    if (text.startsWith("*")) {
      String ending = text.substring(1);
      return new PathPattern(text, path -> path.endsWith(ending));
    }
    return new PathPattern(text, text::equals);
  }

  private static boolean isAtOrBelow(String path, String prefix) {
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  /** Whether a decoded path is one of those meant. */
  public boolean matches(String path) {
    return condition.test(path);
  }
}
