package site.importer.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import site.importer.nginx.Locations.Kind;
import site.importer.nginx.Locations.Location;

/** Finds the locations of a server, those within others included; named ones are left out. */
final class LocationReader {
  private LocationReader() {}

  static List<Location> locations(Scope server) {
    List<Location> locations = new ArrayList<>();
    collect(server, "", locations);
    return locations;
  }

  private static void collect(Scope around, String below, List<Location> into) {
    List<Location> here = new ArrayList<>();
    for (Directive directive : around.here("location")) {
      Scope scope = around.within(directive.block());
      Optional<Location> location = location(directive, scope, below);
      location.ifPresent(here::add);
      String prefix = location.filter(Location::isPrefix).map(Location::pattern).orElse(below);
      collect(scope, prefix, into); // nginx asks the inner ones first
    }
    into.addAll(here);
  }

  private static Optional<Location> location(Directive directive, Scope scope, String below) {
    String first = directive.arg(0);
    boolean marked = directive.args().size() > 1;
    String pattern = marked ? directive.arg(1) : first;
    if (first.startsWith("@")) {
      return Optional.empty();
    }
    if (!marked && first.matches("(=|~\\*?|\\^~).+")) { // "location =/x" without a space
      String mark = first.replaceFirst("^(=|~\\*?|\\^~).*", "$1");
      return of(mark, first.substring(mark.length()), directive, scope, below);
    }
    return of(marked ? first : "", pattern, directive, scope, below);
  }

  private static Optional<Location> of(
      String mark, String pattern, Directive directive, Scope scope, String below) {
    return switch (mark) {
      case "=" -> Optional.of(new Location(Kind.EXACT, pattern, "", directive, scope));
      case "^~" -> Optional.of(new Location(Kind.FINAL_PREFIX, pattern, "", directive, scope));
      case "~" -> expression(pattern, directive, scope, below);
      case "~*" -> expression("(?i)" + pattern, directive, scope, below);
      default -> Optional.of(new Location(Kind.PREFIX, pattern, "", directive, scope));
    };
  }

  private static Optional<Location> expression(
      String pattern, Directive directive, Scope scope, String below) {
    try {
      var unused = Pattern.compile(pattern);
      return Optional.of(new Location(Kind.REGEX, pattern, below, directive, scope));
    } catch (PatternSyntaxException e) {
      scope.ledger().note(directive, "the expression means nothing here: " + e.getDescription());
      return Optional.empty();
    }
  }
}
