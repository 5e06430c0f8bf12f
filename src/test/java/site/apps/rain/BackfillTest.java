package site.apps.rain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.SettableClock;
import site.apps.AppDatabase;
import site.apps.Visitor;
import site.apps.kit.weather.FakeOwm;
import site.apps.kit.weather.FakeOwm.Mode;
import site.apps.rain.RainSite.Said;

/** What nobody measured is fetched afterwards, from what behaves like OpenWeatherMap. */
@ExtendWith(AppDatabase.class)
class BackfillTest {
  private static final String[] HUNDRED_HOURS = {"--place", "berlin-de", "--from=2027-03-06"};

  @TempDir Path folder;

  /** Half past four in Berlin: since the beginning of the 6th a hundred hours are over. */
  private final SettableClock clock = new SettableClock("2027-03-10T03:31:00Z");

  private FakeOwm service;
  private RainSite site;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    service = new FakeOwm();
    open(settings, 1000);
  }

  private void open(JsonObject settings, int perDay) throws Exception {
    JsonObject weather =
        new JsonObject()
            .put("url", service.base())
            .put("key", "the-secret-key")
            .put("per-minute", 60_000)
            .put("one-call-per-day", perDay);
    site =
        new RainSite(
            folder,
            clock,
            settings,
            new JsonObject().put("weather", weather).put("admin-header", "x-remote-user"));
    site.awaitRuns(1);
  }

  @AfterEach
  void stop() throws Exception {
    site.close();
    service.close();
  }

  private long calls(String product) {
    return service.calls().stream().filter(call -> call.contains(product)).count();
  }

  @Test
  @Tag("B-10")
  void atTheMaximumItEndsAndTheSameCommandGoesOn() throws Exception {
    Said first = site.command("backfill", HUNDRED_HOURS);

    assertThat(first.code()).isEqualTo(3);
    assertThat(first.lines())
        .containsExactly(
            "Berlin, DE, 2027-03-06 to 2027-03-10: 100 calls needed, 90 allowed",
            "90 calls made, 10 are left. The same command goes on from there.");
    assertThat(calls("timemachine")).isEqualTo(90);

    Said second = site.command("backfill", HUNDRED_HOURS);

    assertThat(second.code()).isZero();
    assertThat(second.lines()).contains("10 calls made, nothing is missing.");
    assertThat(calls("timemachine")).isEqualTo(100);
    assertThat(site.number("SELECT COUNT(*) FROM rain_hour WHERE source = 2")).isEqualTo(100);
    assertThat(site.command("backfill", HUNDRED_HOURS).lines()).last().asString().startsWith("0 ");
  }

  @Test
  void whatWouldBeDoneCanBeAskedForNothing() throws Exception {
    Said dry =
        site.command(
            "backfill", "--dry-run", "--place=berlin-de", "--from=2027-03-06", "--max-calls=200");

    assertThat(dry.code()).isZero();
    assertThat(dry.lines())
        .containsExactly("Berlin, DE, 2027-03-06 to 2027-03-10: 100 calls needed, 200 allowed");
    assertThat(calls("onecall")).isZero();
  }

  @Test
  void aDayIsOneCallAndCountsWhereItsHoursLack() throws Exception {
    Said days =
        site.command(
            "backfill", "--place=berlin-de", "--from=2027-03-01", "--to=2027-03-09", "--by=day");

    assertThat(days.code()).isZero();
    assertThat(calls("day_summary")).isEqualTo(9);
    String page =
        site.visitor().get("berlin-de?range=custom&from=2027-03-01&to=2027-03-09&step=day").body();
    assertThat(page).contains("<dd>70.2 mm</dd>", "100 %", "Rain in 9 of 9 days");
    assertThat(site.visitor().get("berlin-de?range=30d&step=month").body())
        .contains("<dd>70.2 mm</dd>");
    JsonObject json = new JsonObject(site.visitor().get("berlin-de.json?range=30d").body());
    assertThat(json.getJsonArray("days")).hasSize(9);
    assertThat(json.getJsonArray("days").getJsonObject(0))
        .isEqualTo(new JsonObject().put("date", "2027-03-01").put("total", 7.8));
  }

  @Test
  void aBetterSourceReplacesAWorseOneAndIsNotAskedForAgain() throws Exception {
    long hour = Instant.parse("2027-03-09T22:00:00Z").getEpochSecond();
    site.sql("DELETE FROM rain_hour");
    site.sql("INSERT INTO rain_hour SELECT id, ?, 9.9, 0, 0 FROM place", hour);
    site.sql("INSERT INTO rain_hour SELECT id, ?, 0.4, 0, 1 FROM place", hour + 3600);

    Said said = site.command("backfill", "--place=berlin-de", "--from=2027-03-09");

    assertThat(said.lines().get(0)).contains(": 27 calls needed"); // of 28 hours one was measured
    String csv = site.visitor().get("berlin-de.csv?range=24h").body();
    assertThat(csv).contains("T22:00:00Z,2027-03-09T23:00:00+01:00,2.40,0.00,timemachine");
    assertThat(csv).contains("T23:00:00Z,2027-03-10T00:00:00+01:00,0.40,0.00,current");
  }

  @Test
  void theCallsOfADayAreCountedOverRestarts(JsonObject settings) throws Exception {
    site.close();
    open(settings, 30);

    Said first = site.command("backfill", HUNDRED_HOURS);
    site.close();
    open(settings, 30);
    Said second = site.command("backfill", HUNDRED_HOURS);

    assertThat(first.code()).isEqualTo(3);
    assertThat(first.lines().get(1)).startsWith("Ended after 30 calls: all 30 calls of the day");
    assertThat(second.lines().get(1)).startsWith("Ended after 0 calls: all 30 calls of the day");
    assertThat(calls("timemachine")).isEqualTo(30);
  }

  @Test
  void whatTheServiceSaysIsToldWithoutTheKey() throws Exception {
    service.always("timemachine", Mode.REJECTED);

    Said said = site.command("backfill", HUNDRED_HOURS);

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.lines().get(1)).contains("TIMEMACHINE was answered with 401");
    assertThat(said.lines().toString()).doesNotContain("secret");
    assertThat(calls("timemachine")).isEqualTo(1);
  }

  @Test
  void whoIsLoggedInOrdersOnAPage() throws Exception {
    Visitor admin = site.visitor().with("x-remote-user", "ada");
    admin.get("admin/backfill");

    HttpResponse<String> wrong = admin.post("admin/backfill", Map.of("slug", "atlantis"));
    HttpResponse<String> ordered =
        admin.post(
            "admin/backfill",
            Map.of("slug", "berlin-de", "from", "2027-03-06", "maxCalls", "12", "by", "hour"));
    Await.until(() -> calls("timemachine") == 12 && page(admin).contains("12 calls made"));

    assertThat(wrong.statusCode()).isEqualTo(422);
    assertThat(wrong.body()).contains("This cannot be done: place: \"atlantis\"");
    assertThat(ordered.statusCode()).isEqualTo(303);
    assertThat(page(admin)).contains("88 are left");
  }

  private static String page(Visitor admin) {
    try {
      return admin.get("admin/backfill").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void nobodyElseDoes() throws Exception {
    Visitor visitor = site.visitor();
    visitor.get("");

    assertThat(visitor.get("admin/backfill").statusCode()).isEqualTo(403);
    assertThat(visitor.post("admin/backfill", Map.of("slug", "berlin-de")).statusCode())
        .isEqualTo(403);
    assertThat(calls("onecall")).isZero();
  }

  @Test
  void whatMakesNoSenseIsRefusedAndCostsNothing() throws Exception {
    Said said = site.command("backfill", "--place=atlantis", "--from=2027-03-06");

    assertThat(said.code()).isEqualTo(2);
    assertThat(said.lines()).singleElement().asString().startsWith("place: \"atlantis\"");
    assertThat(calls("onecall")).isZero();
  }
}
