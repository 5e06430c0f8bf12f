package kit.weather;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds cities by what people type, by number and by where they are. */
public final class Cities {
  private static final double EARTH_KM = 6371;

  private final List<Named> all;
  private final Map<Long, City> byId;
  private final Map<String, City> bySlug;

  private record Named(City city, String name, String label) {
    Named(City city) {
      this(city, Folded.of(city.name()), Folded.of(city.label()));
    }

    /** 0 this very name, 1 its beginning, 2 the beginning of a word, 3 anywhere, 4 not at all. */
    int distance(String typed) {
      if (name.equals(typed) || label.equals(typed)) {
        return 0;
      }
      if (label.startsWith(typed)) {
        return 1;
      }
      if (label.contains(" " + typed)) {
        return 2;
      }
      return label.contains(typed) ? 3 : 4;
    }

    /** How many letters are other than typed; of a beginning none. */
    int unlikeness(String typed) {
      return distance(typed) < 3 ? 0 : Math.min(edits(typed, name), edits(typed, label));
    }

    boolean isCalled(String typed) {
      String region = Folded.of(city.name() + " " + city.region());
      String country = Folded.of(city.name() + " " + city.country());
      return Stream.of(name, label, region, country).anyMatch(typed::equals);
    }
  }

  /** Of cities with the same slug the largest has it. */
  public Cities(List<City> cities) {
    this(cities, List.of());
  }

  /** The former ones are found by number only: who chose one before keeps it. */
  public Cities(List<City> cities, List<City> former) {
    all = cities.stream().map(Named::new).toList();
    byId =
        Stream.concat(cities.stream(), former.stream())
            .collect(Collectors.toMap(City::id, Function.identity(), (one, other) -> one));
    bySlug =
        cities.stream().collect(Collectors.toMap(City::slug, Function.identity(), Cities::larger));
  }

  private static City larger(City one, City other) {
    return one.population() >= other.population() ? one : other;
  }

  public List<City> all() {
    return all.stream().map(Named::city).toList();
  }

  public Optional<City> byId(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<City> bySlug(String slug) {
    return Optional.ofNullable(bySlug.get(slug));
  }

  /** For search while typing: the very name first, then beginnings, then the larger city. */
  public List<City> search(String typed, int most) {
    String folded = Folded.of(typed);
    if (folded.isEmpty()) {
      return List.of();
    }
    return all.stream()
        .filter(city -> city.distance(folded) < 4)
        .sorted(
            comparingInt((Named city) -> city.distance(folded))
                .thenComparing(city -> city.city().population(), Comparator.reverseOrder()))
        .limit(most)
        .map(Named::city)
        .toList();
  }

  /** Those a form may mean by this text: by slug, or by name with or without region and country. */
  public List<City> called(String typed) {
    Optional<City> slug = bySlug(typed);
    if (slug.isPresent()) {
      return List.of(slug.get());
    }
    String folded = Folded.of(typed);
    return all.stream()
        .filter(city -> city.isCalled(folded))
        .map(Named::city)
        .sorted(comparing(City::population).reversed())
        .toList();
  }

  /**
   * What somebody may have meant who typed a name that is none: names that begin like it or are
   * spelt like it. A third of the letters may be wrong, and two in short names; beyond that people
   * see no likeness.
   */
  public List<City> like(String typed, int most) {
    String folded = Folded.of(typed.substring(0, Math.min(typed.length(), 80)));
    int allowed = Math.min(Math.max(2, folded.length() / 3), folded.length() - 1);
    return all.stream()
        .filter(city -> city.unlikeness(folded) <= allowed)
        .sorted(
            comparingInt((Named city) -> city.unlikeness(folded))
                .thenComparing(city -> city.city().population(), Comparator.reverseOrder()))
        .limit(most)
        .map(Named::city)
        .toList();
  }

  /** The city next to a point, if one is within so many kilometres. */
  public Optional<City> near(double lat, double lon, double kilometres) {
    return all.stream()
        .map(Named::city)
        .filter(city -> distance(city, lat, lon) <= kilometres)
        .min(comparingDouble(city -> distance(city, lat, lon)));
  }

  private static double distance(City city, double lat, double lon) {
    double dLat = Math.toRadians(lat - city.lat());
    double dLon = Math.toRadians(lon - city.lon());
    double half =
        Math.pow(Math.sin(dLat / 2), 2)
            + Math.cos(Math.toRadians(lat))
                * Math.cos(Math.toRadians(city.lat()))
                * Math.pow(Math.sin(dLon / 2), 2);
    return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
  }

  /** Levenshtein's distance. */
  private static int edits(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[other.length()];
  }
}
