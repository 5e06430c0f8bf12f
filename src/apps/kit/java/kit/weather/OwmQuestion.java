package kit.weather;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * One question to OpenWeatherMap: its product, its parameters, and how the answer is read. The only
 * place where a URL with the key is made.
 */
record OwmQuestion<T>(Product product, String parameters, Reader<T> reader) {

  /** Makes sense of an answer. */
  @FunctionalInterface
  interface Reader<T> {
    T read(Buffer body) throws WeatherFailure;
  }

  static OwmQuestion<Conditions> current(Spot spot) {
    return new OwmQuestion<>(Product.CURRENT, at(spot) + METRIC, OwmAnswers::current);
  }

  static OwmQuestion<Forecast> forecast(Spot spot) {
    return new OwmQuestion<>(Product.FORECAST, at(spot) + METRIC, OwmAnswers::forecast);
  }

  static OwmQuestion<PastHour> hour(Spot spot, Instant hour) {
    String parameters = at(spot) + "&dt=" + hour.getEpochSecond() + METRIC;
    return new OwmQuestion<>(Product.TIMEMACHINE, parameters, OwmAnswers::hour);
  }

  static OwmQuestion<DayTotal> day(Spot spot, LocalDate date, ZoneOffset offset) {
    String tz = offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId();
    String parameters = at(spot) + "&date=" + date + "&tz=" + encoded(tz) + METRIC;
    return new OwmQuestion<>(Product.DAY_SUMMARY, parameters, OwmAnswers::day);
  }

  static OwmQuestion<List<FoundPlace>> find(String name, int limit) {
    String parameters = "q=" + encoded(name) + "&limit=" + limit;
    return new OwmQuestion<>(Product.GEOCODING, parameters, OwmAnswers::places);
  }

  private static final String METRIC = "&units=metric";

  private static String at(Spot spot) {
    return String.format(Locale.ROOT, "lat=%.4f&lon=%.4f", spot.lat(), spot.lon());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  String uri(String key) {
    return product.path() + "?" + parameters + "&appid=" + encoded(key);
  }
}
