package site.apps.rain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import kit.weather.Cities;
import kit.weather.CityFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.SettableClock;
import site.apps.AppDatabase;
import site.apps.Visitor;

/** The pages, with simulated rain. */
@ExtendWith(AppDatabase.class)
@TestInstance(Lifecycle.PER_CLASS)
class RainAppTest {
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private RainSite site;
  private Visitor visitor;

  @BeforeAll
  void start(JsonObject settings, @TempDir Path folder) throws Exception {
    site = new RainSite(folder, clock, settings, config());
    site.awaitRuns(1);
  }

  private static JsonObject config() {
    JsonArray own = new JsonArray().add(0.001).add(0.002).add(9000);
    return new JsonObject()
        .put("simulated-days", 12)
        .put("wet-thresholds", new JsonObject().put("bergen-no", own));
  }

  @BeforeEach
  void visit() {
    visitor = site.visitor();
  }

  @AfterAll
  void stop() throws Exception {
    site.close();
  }

  @Test
  @Tag("B-1")
  void fromTheFirstLettersOfAPlaceToItsRainBySevenDays() throws Exception {
    HttpResponse<String> found = visitor.get("places.json?q=Kath");
    assertThat(new JsonArray(found.body()).getJsonObject(0).getString("slug"))
        .isEqualTo("kathmandu-np");

    visitor.get("");
    HttpResponse<String> posted = visitor.post("", Map.of("place", "Kathmandu, NP", "range", "7d"));
    HttpResponse<String> page = visitor.get("kathmandu-np?range=7d");

    assertThat(posted.statusCode()).isEqualTo(303);
    assertThat(posted.headers().firstValue("location")).contains("/kathmandu-np?range=7d");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("<h1>Rain in Kathmandu</h1>", "of 168 hours", " +05:45", "100 %", "demo");
    assertThat(page.body()).contains("Demo data:").doesNotContain("http-equiv");
  }

  @Test
  @Tag("B-2")
  void aPlaceThatIsNotWatchedIsAnsweredWithSuggestions() throws Exception {
    visitor.get("");

    HttpResponse<String> page = visitor.post("", Map.of("place", "Kathmando", "range", "7d"));

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body())
        .contains("We do not watch “Kathmando” yet", "value=\"Kathmando\"", "Did you mean")
        .doesNotContain("Exception");
  }

  @Test
  void whereNothingResemblesTheNameTheListOfAllPlacesIsOffered() throws Exception {
    visitor.get("");

    String page = visitor.post("", Map.of("place", "Qwxzjkvq")).body();

    assertThat(page)
        .contains("nor any place with a name like it", "href=\"/places\"")
        .doesNotContain("Did you mean");
    assertThat(visitor.get("places").body().split("<li>")).hasSize(49);
  }

  @ParameterizedTest
  @CsvSource({
    "range=7d, en, '3 Mar,4 Mar,5 Mar,6 Mar,7 Mar,8 Mar,9 Mar,10 Mar'",
    "range=7d, de, '3. März,5. März,6. März,7. März,8. März,9. März,10. März'",
    "range=24h, en, '07:00,12:00,18:00,10 Mar,06:00'",
  })
  void someBarsSayWhenTheyAre(String query, String language, String labels) throws Exception {
    String page = visitor.get("berlin-de?" + query + "&lang=" + language).body();

    assertThat(
            java.util.regex.Pattern.compile("text-anchor=\"\\w+\">([^<]+)<")
                .matcher(page)
                .results()
                .map(found -> found.group(1)))
        .containsExactly(labels.split(","));
  }

  @ParameterizedTest
  @Tag("B-3")
  @ValueSource(strings = {"x' OR '1'='1", "<script>alert(1)</script>", "%", "\"; DROP TABLE place"})
  void whatLooksLikeCodeIsANameOfNoPlace(String typed) throws Exception {
    visitor.get("");

    HttpResponse<String> page = visitor.post("", Map.of("place", typed));

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).doesNotContain("<script>alert");
    assertThat(site.number("SELECT COUNT(*) FROM place")).isEqualTo(48);
  }

  @Test
  void theOldNameOfTheFieldIsTaken() throws Exception {
    visitor.get("");

    HttpResponse<String> posted = visitor.post("", Map.of("i_location_name", "Berlin"));

    assertThat(posted.headers().firstValue("location")).contains("/berlin-de?range=7d");
  }

  @Test
  @Tag("B-5")
  void hoursNobodyMeasuredAreNotHoursWithoutRain() throws Exception {
    site.sql(
        "DELETE FROM rain_hour WHERE place_id = ? AND hour_utc BETWEEN ? AND ?",
        berlin(),
        java.time.Instant.parse("2027-03-09T00:00:00Z").getEpochSecond(),
        java.time.Instant.parse("2027-03-09T04:00:00Z").getEpochSecond());

    String page = visitor.get("berlin-de?range=7d").body();
    String csv = visitor.get("berlin-de.csv?range=7d").body();

    assertThat(page).contains("97 %", "We have no measurements for 5 of 168 hours");
    assertThat(page.split("class=\"missing\"")).hasSize(6);
    assertThat(csv.lines()).hasSize(169).filteredOn(line -> line.endsWith(",,")).hasSize(5);
    assertThat(csv)
        .contains(
            "berlin-de,52.520,13.405,Europe/Berlin,2027-03-09T05:00:00Z,2027-03-09T06:00:00+01:00,");
  }

  @Test
  @Tag("B-11")
  void theDayClocksGoBackHasTwentyFiveHours() throws Exception {
    HttpResponse<String> csv =
        visitor.get("los-angeles-california-us.csv?range=custom&from=2026-11-01&to=2026-11-01");

    assertThat(csv.body().lines()).hasSize(26);
    assertThat(csv.body()).contains("2026-11-01T01:00:00-07:00", "2026-11-01T01:00:00-08:00");
  }

  @ParameterizedTest
  @CsvSource({
    "from=2027-03-09&to=2027-03-01, must not be after the end",
    "from=2027-03-09&to=2027-03-20, cannot look into the future",
    "from=2020-03-09&to=2027-03-09, at most five years",
    "from=yesterday&to=2027-03-09, Write the day",
  })
  void aSpanThatMakesNoSenseIsToldAndTheUsualOneShown(String span, String message)
      throws Exception {
    HttpResponse<String> page = visitor.get("berlin-de?range=custom&" + span);

    assertThat(page.statusCode()).isEqualTo(422);
    assertThat(page.body()).contains(message, "of 168 hours");
    assertThat(visitor.get("berlin-de.json?range=custom&" + span).statusCode()).isEqualTo(422);
  }

  @Test
  void whoHasTheNewestIsToldSo() throws Exception {
    String etag = visitor.get("berlin-de.json").headers().firstValue("etag").orElseThrow();

    HttpResponse<String> again =
        visitor.send(visitor.request("berlin-de.json").header("if-none-match", etag));

    assertThat(again.statusCode()).isEqualTo(304);
  }

  @Test
  void unitsAreThoseAskedForElseThoseOfTheReadersCountry() throws Exception {
    assertThat(visitor.get("berlin-de?units=in").body()).contains("Rain (in)");
    assertThat(visitor.get("berlin-de").body()).contains("Rain (mm)");
    assertThat(site.visitor().with("accept-language", "en-US,en").get("berlin-de").body())
        .contains("Rain (in)");
    assertThat(site.visitor().with("accept-language", "de-DE").get("berlin-de").body())
        .contains("Regen (mm)", "lang=\"de\"");
  }

  @Test
  void aPlaceIsRememberedAndForgottenWithoutAScript() throws Exception {
    assertThat(visitor.get("bergen-no").body()).contains("Remember this place");

    HttpResponse<String> posted = visitor.post("bergen-no/favourite", Map.of("do", "remember"));
    assertThat(posted.statusCode()).isEqualTo(303);
    assertThat(posted.headers().firstValue("location")).contains("/bergen-no");
    assertThat(posted.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("favourites=")
        .contains("HTTPOnly", "SameSite=Lax", "Max-Age=31536000");
    assertThat(visitor.get("").body()).contains("Places you remember", ">Bergen, NO</a>");
    assertThat(visitor.get("bergen-no").body()).contains("Forget this place");

    visitor.post("bergen-no/favourite", Map.of("do", "forget"));
    assertThat(visitor.get("").body()).doesNotContain("Places you remember");
  }

  @Test
  void nobodyElseMakesABrowserRememberAPlace() throws Exception {
    assertThat(visitor.post("bergen-no/favourite", Map.of("do", "remember")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void whatABrowserSaysItRemembersIsNotBelieved() throws Exception {
    Visitor odd = site.visitor().with("cookie", "favourites=<b>.999999999999.x..-1");

    assertThat(odd.get("").body()).doesNotContain("Places you remember", "<b>");
  }

  @ParameterizedTest
  @CsvSource({
    "range=24h, 24 hours",
    "range=48h&step=day, days",
    "range=90d&step=hour, days",
    "range=30d&step=hour, 720 hours",
    "range=1y&step=month, months",
    "range=all, days",
    "range=all&step=month, months",
  })
  void barsAreAsLongAsAskedForUnlessThereAreTooMany(String query, String bars) throws Exception {
    String page = visitor.get("bergen-no?" + query).body();

    assertThat(page).containsPattern("<p>(Rain in|No rain in) [^<]*" + bars);
    assertThat(page.split("<rect", -1)).hasSizeLessThan(1900);
  }

  @Test
  void aPlaceMayHaveGroundOfItsOwn() throws Exception {
    assertThat(visitor.get("bergen-no").body())
        .contains("below 0.0 mm the ground is dry, below 0.0 mm damp, below 9,000.0 mm muddy")
        .contains("<dd>muddy</dd>");
    assertThat(visitor.get("berlin-de").body())
        .contains("below 0.5 mm the ground is dry, below 3.0 mm damp, below 10.0 mm muddy");
  }

  @Test
  void theFeedHasADayOfRainPerEntry() throws Exception {
    HttpResponse<String> feed = visitor.get("bergen-no/feed.xml");

    assertThat(feed.headers().firstValue("content-type")).contains("application/atom+xml");
    assertThat(feed.body()).contains("<entry>", " mm</title>");
    javax.xml.parsers.DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new java.io.ByteArrayInputStream(
                feed.body().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"atlantis", "atlantis.csv", "berlin-de/x", "..%2f..%2fetc"})
  void whatIsNotThereIsNotFound(String path) throws Exception {
    assertThat(visitor.get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "berlin-de?range=1y", "status", "privacy", "healthz", "readyz"})
  void everyPageAnswersInBothLanguages(String path) throws Exception {
    for (String language : new String[] {"en", "de"}) {
      HttpResponse<String> page = site.visitor().with("accept-language", language).get(path);

      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'none'");
      assertThat(page.body()).doesNotContain("style=", "onclick", "http://");
    }
  }

  private static long berlin() {
    return new Cities(CityFile.own()).bySlug("berlin-de").orElseThrow().id();
  }
}
