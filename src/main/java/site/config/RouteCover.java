package site.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Decides whether a route takes every request another one is for. Pure. Says no where it can't
 * tell, so that nobody is warned of a route that works.
 */
final class RouteCover {
  private RouteCover() {}

  /** Which requests a route is for; empty parts are always met. */
  record Conditions(
      String path,
      Set<String> methods,
      Map<String, String> headers,
      Map<String, String> query,
      List<Network> client) {}

  static boolean covers(Conditions first, Conditions later) {
    return coversPath(first.path, later.path)
        && (first.methods.isEmpty()
            || (!later.methods.isEmpty() && first.methods.containsAll(later.methods)))
        && coversValues(first.headers, later.headers)
        && coversValues(first.query, later.query)
        && coversClients(first.client, later.client);
  }

  /** Whether every path the later pattern matches is matched by the first. */
  static boolean coversPath(String first, String later) {
    if (first.equals(later) || first.equals("/*")) {
      return true;
    }
    if (first.startsWith("~")) {
      return isExact(later) && Pattern.compile(first.substring(1).strip()).matcher(later).find();
    }
    if (first.startsWith("*")) {
      String ending = first.substring(1);
      return (isExact(later) || later.startsWith("*")) && later.endsWith(ending);
    }
    return first.endsWith("/*") && isBelow(first.substring(0, first.length() - 2), later);
  }

  private static boolean isBelow(String base, String later) {
    return later.equals(base) || later.startsWith(base + "/");
  }

  private static boolean isExact(String path) {
    return path.startsWith("/") && !path.endsWith("/*");
  }

  /** Fewer demands cover more; any value covers a certain one. */
  private static boolean coversValues(Map<String, String> first, Map<String, String> later) {
    return first.entrySet().stream()
        .allMatch(
            wanted ->
                later.containsKey(wanted.getKey())
                    && (wanted.getValue().equals("*")
                        || wanted.getValue().equals(later.get(wanted.getKey()))));
  }

  private static boolean coversClients(List<Network> first, List<Network> later) {
    return first.isEmpty()
        || (!later.isEmpty()
            && later.stream().allMatch(one -> first.stream().anyMatch(all -> all.covers(one))));
  }
}
