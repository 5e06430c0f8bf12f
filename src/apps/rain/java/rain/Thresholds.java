package rain;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kit.weather.Cities;
import kit.weather.City;

/**
 * Where one word for the ground ends and the next begins, in millimetres that are still there.
 *
 * @param dry below it
 * @param damp below it
 * @param muddy below it; very muddy above
 */
record Thresholds(double dry, double damp, double muddy) {
  static final Thresholds USUAL = new Thresholds(0.5, 3, 10);

  /**
   * Those of the places that have their own: {@code wet-thresholds: { berlin-de: [0.5, 3, 10] }}.
   *
   * @return by the place's number
   * @throws IllegalArgumentException for a place that is not watched, or numbers out of order
   */
  static Map<Long, Thresholds> of(JsonObject config, Cities places) {
    Map<Long, Thresholds> own = new HashMap<>();
    JsonObject written = config.getJsonObject("wet-thresholds", new JsonObject());
    for (String slug : written.fieldNames()) {
      Optional<City> place = places.bySlug(slug);
      if (place.isEmpty()) {
        throw new IllegalArgumentException("wet-thresholds: \"" + slug + "\" is not watched");
      }
      own.put(place.get().id(), of(slug, written.getValue(slug)));
    }
    return own;
  }

  private static Thresholds of(String slug, Object value) {
    if (value instanceof JsonArray array
        && array.size() == 3
        && array.stream().allMatch(Number.class::isInstance)) {
      List<Double> mm = array.stream().map(number -> ((Number) number).doubleValue()).toList();
      if (mm.get(0) > 0 && mm.get(0) < mm.get(1) && mm.get(1) < mm.get(2)) {
        return new Thresholds(mm.get(0), mm.get(1), mm.get(2));
      }
    }
    throw new IllegalArgumentException(
        "wet-thresholds." + slug + ": " + value + " (expected [dry, damp, muddy] in mm, growing)");
  }
}
