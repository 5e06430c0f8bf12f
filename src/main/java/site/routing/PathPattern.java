package site.routing;

import java.util.regex.Pattern;

/** The path condition of a route, in the four forms a configuration can write it. */
abstract class PathPattern {
  private final String text;

  private PathPattern(String text) {
    this.text = text;
  }

  /** Compiles a pattern the configuration reader has checked. */
  static PathPattern of(String text) {
    if (text.startsWith("~")) {
      return new Regex(text, Pattern.compile(text.substring(1).strip()));
    }
    if (text.endsWith("/*")) {
      return new Below(text, text.substring(0, text.length() - 2));
    }
    if (text.startsWith("*")) {
      return new Ending(text, text.substring(1));
    }
    return new Exact(text);
  }

  /** Whether a decoded path meets the condition. */
  abstract boolean matches(String path);

  @Override
  public String toString() {
    return text;
  }

  private static final class Exact extends PathPattern {
    private final String path;

    Exact(String path) {
      super(path);
      this.path = path;
    }

    @Override
    boolean matches(String candidate) {
      return candidate.equals(path);
    }
  }

  /** {@code /x/*}: the path itself and everything below it. */
  private static final class Below extends PathPattern {
    private final String prefix;

    Below(String text, String prefix) {
      super(text);
      this.prefix = prefix;
    }

    @Override
    boolean matches(String path) {
      return path.startsWith(prefix)
          && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    }
  }

  private static final class Ending extends PathPattern {
    private final String ending;

    Ending(String text, String ending) {
      super(text);
      this.ending = ending;
    }

    @Override
    boolean matches(String path) {
      return path.endsWith(ending);
    }
  }

  private static final class Regex extends PathPattern {
    private final Pattern pattern;

    Regex(String text, Pattern pattern) {
      super(text);
      this.pattern = pattern;
    }

    @Override
    boolean matches(String path) {
      return pattern.matcher(path).find();
    }
  }
}
