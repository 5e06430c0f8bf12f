package site.importer.nginx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Brings locations into an order in which the first match is the one nginx would choose: exact
 * ones, then regular expressions in the order written, then prefixes, the longest first. A prefix
 * with {@code ^~} goes before the expressions; what is longer than it and has no such mark keeps
 * the expressions before itself by copies that hold below it alone. Pure.
 */
final class Locations {
  private Locations() {}

  /** How a location is matched. */
  enum Kind {
    EXACT,
    PREFIX,
    /** {@code ^~}: no regular expression is tried. */
    FINAL_PREFIX,
    REGEX
  }

  /**
   * A location.
   *
   * @param pattern the path, or the expression with {@code (?i)} where case does not matter
   * @param below the prefix this expression is limited to, or empty
   */
  record Location(Kind kind, String pattern, String below, Directive directive, Scope scope) {
    /** As a path of our routes. */
    String path() {
      return switch (kind) {
        case EXACT -> pattern;
        case REGEX -> "~ " + limited();
        case PREFIX, FINAL_PREFIX -> pattern.endsWith("/") ? pattern + "*" : pattern + "/*";
      };
    }

    boolean isPrefix() {
      return kind == Kind.PREFIX || kind == Kind.FINAL_PREFIX;
    }

    private String limited() {
      if (below.isEmpty()) {
        return pattern;
      }
      return "^(?=" + Pattern.quote(below) + ")(?=[\\s\\S]*?(?:" + pattern + "))";
    }

    private Location limitedTo(String prefix) {
      return new Location(kind, pattern, prefix, directive, scope);
    }
  }

  static List<Location> inOrder(List<Location> locations) {
    List<Location> exact = of(locations, Kind.EXACT);
    List<Location> expressions = of(locations, Kind.REGEX);
    List<Location> prefixes =
        locations.stream()
            .filter(Location::isPrefix)
            .sorted(Comparator.comparing((Location l) -> l.pattern().length()).reversed())
            .toList();
    List<Location> finals =
        prefixes.stream().filter(prefix -> isUnderFinal(prefix, prefixes)).toList();
    List<Location> ordered = new ArrayList<>(exact);
    for (Location prefix : finals) {
      if (prefix.kind() == Kind.PREFIX) {
        expressions.stream()
            .filter(expression -> prefix.pattern().startsWith(expression.below()))
            .forEach(expression -> ordered.add(expression.limitedTo(prefix.pattern())));
      }
      ordered.add(prefix);
    }
    ordered.addAll(expressions);
    prefixes.stream().filter(prefix -> !finals.contains(prefix)).forEach(ordered::add);
    return ordered;
  }

  /** It must go before the expressions: it is marked, or lies below one that is. */
  private static boolean isUnderFinal(Location prefix, List<Location> prefixes) {
    return prefixes.stream()
        .filter(other -> other.kind() == Kind.FINAL_PREFIX)
        .anyMatch(other -> prefix.pattern().startsWith(other.pattern()));
  }

  private static List<Location> of(List<Location> locations, Kind kind) {
    return locations.stream().filter(location -> location.kind() == kind).toList();
  }
}
