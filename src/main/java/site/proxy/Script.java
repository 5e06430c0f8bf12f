package site.proxy;

import java.util.Locale;
import site.config.ActionConfig.FastCgi;

/**
 * Which script of a FastCGI server answers a path.
 *
 * @param name begins with a slash
 * @param pathInfo what the path has behind the script, empty for nothing
 */
record Script(String name, String pathInfo) {

  /** Knows names only: what files there are is a matter of the server, wherever it runs. */
  static Script of(String path, FastCgi config) {
    int end = end(path, config.split());
    if (end > 0) {
      return new Script(path.substring(0, end), path.substring(end));
    }
    if (config.front().isPresent()) {
      return new Script(config.front().get(), "");
    }
    return new Script(path.endsWith("/") ? path + config.index() : path, "");
  }

  /** Behind the first segment with the ending, -1 where there is none. */
  private static int end(String path, String ending) {
    String lower = path.toLowerCase(Locale.ROOT);
    int at = lower.indexOf(ending);
    while (at >= 0) {
      int end = at + ending.length();
      if (end == path.length() || path.charAt(end) == '/') {
        return end;
      }
      at = lower.indexOf(ending, end);
    }
    return -1;
  }
}
