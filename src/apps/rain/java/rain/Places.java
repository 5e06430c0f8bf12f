package rain;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
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
  /** What 50 calls a minute are enough for. */
  private static final int MOST = 3000;

  private Places() {}

  static Cities watched() {
    Set<String> slugs = slugs();
    return new Cities(CityFile.own().stream().filter(city -> slugs.contains(city.slug())).toList());
  }

  /**
   * Those that are configured: {@code places: [SLUG …]}, of the list that {@code cities: FILE}
   * names or of our own; without both those of {@code watched.txt}.
   *
   * @throws IllegalArgumentException for a place that is not in the list, or too many of them
   */
  static Cities of(JsonObject config, List<City> listed) {
    JsonArray wanted = config.getJsonArray("places", new JsonArray());
    if (wanted.isEmpty() && config.getString("cities", "").isEmpty()) {
      return watched();
    }
    if (wanted.isEmpty() || wanted.size() > MOST) {
      throw new IllegalArgumentException(
          "places: %d of them (expected 1 to %d, as each is asked about once an hour)"
              .formatted(wanted.size(), MOST));
    }
    Cities all = new Cities(listed);
    return new Cities(wanted.stream().map(slug -> place(all, slug.toString())).toList());
  }

  private static City place(Cities all, String slug) {
    return all.bySlug(slug)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "places: \""
                        + slug
                        + "\" is not in the list of cities (expected one such as "
                        + example(all, slug).slug()
                        + ")"));
  }

  private static City example(Cities all, String slug) {
    return all.like(slug.replace('-', ' '), 1).stream().findFirst().orElse(all.all().get(0));
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
