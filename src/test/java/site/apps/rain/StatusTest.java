package site.apps.rain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import kit.weather.Cities;
import kit.weather.CityFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import site.SettableClock;
import site.apps.AppDatabase;

/** The status page, of rows made by hand. */
@ExtendWith(AppDatabase.class)
class StatusTest {
  private static final Cities CITIES = new Cities(CityFile.own());

  @Test
  void itTellsOfTheLastRunThePlacesTheCallsAndTheGaps(JsonObject settings, @TempDir Path folder)
      throws Exception {
    SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
    JsonObject config = new JsonObject().put("simulated-days", 12);
    try (RainSite site = new RainSite(folder, clock, settings, config)) {
      site.awaitRuns(1);
      String before = site.visitor().get("status").body();
      site.sql("UPDATE place SET active = FALSE WHERE id = ?", id("bergen-no"));
      site.sql("UPDATE place SET observed_at = 1 WHERE id = ?", id("berlin-de"));
      site.sql("DELETE FROM rain_hour WHERE place_id = ?", id("kathmandu-np"));
      site.sql(
          "DELETE FROM rain_hour WHERE place_id = ? AND hour_utc >= ? AND hour_utc < ?",
          id("berlin-de"),
          Instant.parse("2027-03-09T00:00:00Z").getEpochSecond(),
          Instant.parse("2027-03-09T05:00:00Z").getEpochSecond());
      calls(site, "2027-03-10", "CURRENT", 7, 2, 1);
      calls(site, "2027-03-01", "CURRENT", 30, 0, 4);
      calls(site, "2027-02-28", "CURRENT", 999, 0, 0);
      calls(site, "2027-03-02", "TIMEMACHINE", 3, 0, 0);

      String page = site.visitor().get("status").body();
      String german = site.visitor().get("status?lang=de").body();

      assertThat(before).contains("places answered for: 48", "None lacks.", "48 heard of");
      assertThat(page)
          .contains("The last run: 2027-03-10 06:30 UTC")
          .contains("Places: 48, of them 46 heard of in the last three hours and 1 given up")
          .contains("for three hours (1): Berlin, DE", "Given up: Bergen, NO")
          .contains("<td>7 / 2 / 1</td><td>37 / 2 / 5</td><td>50 a minute")
          .contains("<td>0 / 0 / 0</td><td>3 / 0 / 0</td><td>90 a day")
          .containsSubsequence("Kathmandu, NP: 168 h", "Berlin, DE: 5 h");
      assertThat(german).contains("Stunden, die in den letzten sieben Tagen fehlen");
    }
  }

  private static void calls(
      RainSite site, String day, String product, int ok, int failed, int throttled)
      throws Exception {
    site.sql(
        "INSERT INTO api_call (day, product, ok, failed, throttled) VALUES (?, ?, ?, ?, ?)",
        LocalDate.parse(day),
        product,
        ok,
        failed,
        throttled);
  }

  private static long id(String slug) {
    return CITIES.bySlug(slug).orElseThrow().id();
  }
}
