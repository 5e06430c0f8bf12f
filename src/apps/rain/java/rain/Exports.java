package rain;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import kit.weather.City;

/** A result for programs. */
final class Exports {
  private Exports() {}

  /** An hour nobody measured has no value, which is not zero. */
  static String csv(Result result) {
    City city = result.city();
    Map<Long, Measured> byHour = new HashMap<>();
    result.values().forEach(value -> byHour.put(value.hour(), value));
    StringBuilder csv =
        new StringBuilder("place,lat,lon,tz,hour_utc,hour_local,rain_mm,snow_mm,source\r\n");
    Span span = result.series().span();
    for (long hour = span.from(); hour < span.to(); hour += 3600) {
      Instant at = Instant.ofEpochSecond(hour);
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%.3f,%.3f,%s,%s,%s,%s\r\n",
              city.slug(),
              city.lat(),
              city.lon(),
              city.zone(),
              at,
              DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atZone(city.zone())),
              amounts(byHour.get(hour))));
    }
    return csv.toString();
  }

  private static String amounts(Measured value) {
    return value == null
        ? ",,"
        : String.format(
            Locale.ROOT,
            "%.2f,%.2f,%s",
            value.fall().rain(),
            value.fall().snow(),
            value.source().word());
  }

  static JsonObject json(Result result) {
    JsonArray hours = new JsonArray();
    for (Measured value : result.values()) {
      hours.add(
          new JsonObject()
              .put("hour", Instant.ofEpochSecond(value.hour()).toString())
              .put("rain", value.fall().rain())
              .put("snow", value.fall().snow())
              .put("source", value.source().word()));
    }
    JsonArray days = new JsonArray();
    for (RainStore.Day day : result.days()) {
      days.add(new JsonObject().put("date", day.date().toString()).put("total", day.mm()));
    }
    return new JsonObject()
        .put("place", result.city().slug())
        .put("tz", result.city().zone().getId())
        .put("missing", result.series().missing())
        .put("hours", hours)
        .put("days", days);
  }

  static JsonArray places(java.util.List<City> cities) {
    JsonArray all = new JsonArray();
    for (City city : cities) {
      all.add(
          new JsonObject()
              .put("slug", city.slug())
              .put("name", city.name())
              .put("region", city.region())
              .put("country", city.country())
              .put("lat", city.lat())
              .put("lon", city.lon())
              .put("tz", city.zone().getId()));
    }
    return all;
  }

  /** Atom (RFC 4287), one entry for each day with rain. */
  static String feed(Result result, String self) {
    City city = result.city();
    Map<LocalDate, Double> days = new TreeMap<>(Comparator.reverseOrder());
    result.series().slots().forEach(day -> days.put(day.begin().toLocalDate(), day.mm()));
    StringBuilder feed = new StringBuilder();
    days.forEach(
        (day, mm) -> {
          if (mm > 0) {
            Instant end = day.plusDays(1).atStartOfDay(city.zone()).toInstant();
            feed.append(
                String.format(
                    Locale.ROOT,
                    "<entry><id>%s#%s</id><title>%s: %.1f mm</title><updated>%s</updated>"
                        + "<link href=\"%s\"/></entry>\n",
                    self,
                    day,
                    day,
                    mm,
                    end,
                    self));
          }
        });
    return String.format(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>%n<feed xmlns=\"http://www.w3.org/2005/Atom\">"
            + "<id>%s</id><title>%s</title><updated>%s</updated><author><name>rain</name></author>%n%s</feed>%n",
        self,
        escaped(city.label()),
        result.now().truncatedTo(java.time.temporal.ChronoUnit.HOURS),
        feed);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
