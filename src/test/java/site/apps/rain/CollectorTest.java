package site.apps.rain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.SettableClock;
import site.apps.AppDatabase;
import site.apps.kit.weather.FakeOwm;
import site.apps.kit.weather.FakeOwm.Mode;

/** The collector, asking what behaves like OpenWeatherMap. */
@ExtendWith(AppDatabase.class)
class CollectorTest {
  private static final String KEY = "the-secret-key-of-the-service";
  private static final int PLACES = 48;

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock("2027-03-10T06:31:00Z");
  private final List<LogRecord> logged = new CopyOnWriteArrayList<>();
  private final Handler listener = listener();
  private FakeOwm service;
  private RainSite site;
  private JsonObject settings;
  private JsonObject alert = new JsonObject();
  private final JsonArray confirmed = new JsonArray();
  private int perDay = 90;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    this.settings = settings;
    service = new FakeOwm();
    Logger.getLogger("").addHandler(listener);
  }

  @AfterEach
  void stop() throws Exception {
    Logger.getLogger("").removeHandler(listener);
    site.close();
    service.close();
  }

  @Test
  void eachPlaceIsAskedOnceAnHour() throws Exception {
    open();
    site.awaitRuns(1);
    clock.pass(Duration.ofMinutes(10));
    site.awaitRuns(2);
    assertThat(service.calls()).hasSize(PLACES);
    clock.pass(Duration.ofMinutes(40));
    site.awaitRuns(3);

    assertThat(service.calls()).hasSize(2 * PLACES);
    assertThat(site.number("SELECT COUNT(*) FROM rain_hour")).isEqualTo(PLACES);
    assertThat(site.number("SELECT SUM(ok) FROM api_call")).isEqualTo(2 * PLACES);
  }

  @Test
  @Tag("B-4")
  void ofSeveralObservationsInAnHourTheLargestCountsOnce() throws Exception {
    service.falling(0.4);
    open();
    site.awaitRuns(1);
    service.falling(1.2);
    clock.pass(Duration.ofMinutes(55));
    site.awaitRuns(2);
    service.falling(0.9);
    clock.pass(Duration.ofMinutes(55));
    site.awaitRuns(3);

    assertThat(service.calls()).hasSize(3 * PLACES);
    String csv = site.visitor().get("berlin-de.csv?range=24h").body();
    assertThat(csv.lines().filter(line -> line.endsWith(",current")))
        .containsExactly(
            "berlin-de,52.520,13.405,Europe/Berlin,2027-03-10T06:00:00Z,2027-03-10T07:00:00+01:00,1.20,0.00,current");
    assertThat(site.visitor().get("berlin-de?range=24h").body()).contains("<dd>1.2 mm</dd>");
  }

  @Test
  @Tag("B-6")
  void afterTooManyRequestsNoneIsMadeForTenMinutesThenAllPlacesAreAsked() throws Exception {
    service.next(Mode.OK, Mode.OK, Mode.THROTTLED);
    open();
    site.awaitRuns(1);
    clock.pass(Duration.ofMinutes(5));
    site.awaitRuns(2);

    assertThat(service.calls()).hasSize(3);
    assertThat(site.visitor().get("status").body()).contains("throttled until 2027-03-10T06:41");
    clock.pass(Duration.ofMinutes(6));
    site.awaitRuns(3);

    assertThat(site.visitor().get("status").body()).contains("Places: 48, of them 48 heard of");
  }

  @Test
  @Tag("B-7")
  void aRejectedKeyIsOneLineOfTheLogAndNowhereInIt() throws Exception {
    service.always("/", Mode.REJECTED);
    open();
    site.awaitRuns(1);
    clock.pass(Duration.ofMinutes(5));
    site.awaitRuns(2);

    assertThat(service.calls()).hasSize(1);
    assertThat(logged).filteredOn(r -> r.getLevel().equals(Level.SEVERE)).hasSize(1);
    assertThat(logged).allMatch(record -> !text(record).contains(KEY));
    assertThat(site.visitor().get("status").body()).contains("key rejected").doesNotContain(KEY);
  }

  @Test
  void onePlaceThatFailsKeepsNoOtherFromBeingAskedAndIsGivenUpWhenUnknown() throws Exception {
    service.always("lat=52.5200", Mode.UNKNOWN);
    open();
    for (int run = 1; run <= 4; run++) {
      site.awaitRuns(run);
      clock.pass(Duration.ofMinutes(5));
    }

    assertThat(site.number("SELECT COUNT(*) FROM rain_hour")).isEqualTo(PLACES - 1);
    assertThat(site.number("SELECT COUNT(*) FROM place WHERE active = FALSE")).isEqualTo(1);
    assertThat(site.events()).containsEntry("polls", PLACES - 1L).containsEntry("failures", 3L);
    assertThat(service.calls()).filteredOn(call -> call.contains("lat=52.5200")).hasSize(3);
  }

  @Test
  @Tag("B-9")
  void theFirstRainOfADayIsToldOnce() throws Exception {
    service.falling(1.5);
    alert =
        new JsonObject()
            .put("to", "ada@example.org")
            .put("url", "https://rain.example")
            .put("places", new JsonArray().add("berlin-de"));
    open();
    for (int run = 1; run <= 3; run++) {
      site.awaitRuns(run);
      clock.pass(Duration.ofMinutes(55));
    }
    Path letters = folder.resolve("outbox");
    Await.until(() -> Files.isDirectory(letters) && letters.toFile().list().length >= 2);

    assertThat(site.number("SELECT COUNT(*) FROM mail_outbox")).isEqualTo(1);
    assertThat(site.number("SELECT COUNT(*) FROM rain_alert")).isEqualTo(1);
    assertThat(site.events()).containsEntry("alerts", 1L);
    assertThat(site.visitor().get("mailbox").body())
        .contains("To: ada@example.org", "Subject: Rain at Berlin since 07:00")
        .contains("In the last 24 hours 1.5 mm", "https://rain.example/berlin-de");
  }

  @Test
  @Tag("B-9")
  void atSomePlacesEachHourIsAskedAboutAgainFourHoursLater() throws Exception {
    confirmed.add("berlin-de").add("bergen-no");
    open();
    site.awaitRuns(1);
    clock.pass(Duration.ofMinutes(10));
    site.awaitRuns(2);
    clock.pass(Duration.ofMinutes(60));
    site.awaitRuns(3);

    assertThat(service.calls()).filteredOn(call -> call.contains("timemachine")).hasSize(4);
    assertThat(service.calls())
        .filteredOn(call -> call.contains("timemachine") && call.contains("lat=52.52"))
        .extracting(call -> call.replaceAll(".*dt=(\\d+).*", "$1"))
        .containsExactly(second("2027-03-10T02:00:00Z"), second("2027-03-10T03:00:00Z"));
    assertThat(site.visitor().get("berlin-de.csv?range=24h").body())
        .contains("T02:00:00Z,2027-03-10T03:00:00+01:00,2.40,0.00,timemachine");
  }

  private static String second(String time) {
    return Long.toString(Instant.parse(time).getEpochSecond());
  }

  @Test
  void theLimitOfTheDayEndsConfirmingAndNothingElse() throws Exception {
    confirmed.add("berlin-de").add("bergen-no").add("london-england-gb");
    perDay = 2;
    open();
    site.awaitRuns(1);

    assertThat(service.calls()).filteredOn(call -> call.contains("timemachine")).hasSize(2);
    assertThat(service.calls()).filteredOn(call -> call.contains("weather?")).hasSize(PLACES);
    assertThat(site.visitor().get("status").body()).contains("all 2 calls of the day are made");
  }

  private void open() throws Exception {
    JsonObject weather =
        new JsonObject()
            .put("url", service.base())
            .put("key", KEY)
            .put("per-minute", 60_000)
            .put("one-call-per-day", perDay);
    JsonObject config =
        new JsonObject().put("weather", weather).put("alert", alert).put("confirm-4h", confirmed);
    site = new RainSite(folder, clock, settings, config);
  }

  private Handler listener() {
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            logged.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    return handler;
  }

  private static String text(LogRecord record) {
    return record.getMessage() + record.getThrown();
  }
}
