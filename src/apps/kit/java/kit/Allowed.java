package kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Which methods a path answers, as 405 has to say (RFC 9110 15.5.6). */
final class Allowed {
  private record Place(Pattern path, List<String> methods) {}

  private final List<Place> places = new ArrayList<>();

  /** A path as routes are written: {@code /x}, {@code /x/:name}, {@code /x/*}. */
  void add(String path, String... methods) {
    String pattern = path.replace(".", "\\.").replaceAll(":\\w+", "[^/]+").replace("*", ".*");
    places.add(new Place(Pattern.compile(pattern), List.of(methods)));
  }

  /** For the field {@code Allow}. */
  String at(String path) {
    Set<String> methods = new LinkedHashSet<>();
    places.stream()
        .filter(place -> place.path().matcher(path).matches())
        .forEach(place -> methods.addAll(place.methods()));
    return String.join(", ", methods);
  }
}
