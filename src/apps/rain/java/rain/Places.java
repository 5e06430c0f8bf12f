package rain;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.CityFile;

/** The places this app watches: those of the list that {@code watched.txt} names. */
final class Places {
  private Places() {}

  static Cities watched() {
    Set<String> slugs = slugs();
    List<City> watched =
        CityFile.own().stream().filter(city -> slugs.contains(city.slug())).toList();
    return new Cities(watched);
  }

  private static Set<String> slugs() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Places.class.getResourceAsStream("watched.txt"), StandardCharsets.UTF_8))) {
      return reader.lines().collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
