package weathermail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kit.Kit;
import kit.Sql;
import kit.mail.Outbox;
import kit.mail.Sender;
import kit.mail.Suppression.Reason;
import kit.weather.CallGate;
import kit.weather.CallLimits;
import kit.weather.CallLog;
import kit.weather.Cities;
import kit.weather.CityFile;
import kit.weather.OpenWeatherMap;
import kit.weather.OpenWeatherMap.Account;
import kit.weather.SharedWeather;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import site.SettableClock;
import site.app.AppContext;
import site.app.Counters;
import site.apps.AppDatabase;
import site.apps.kit.weather.FakeOwm;
import site.apps.kit.weather.FakeOwm.Mode;

/** The postal round, asking what behaves like OpenWeatherMap. */
@ExtendWith(AppDatabase.class)
class SendingTest {
  private static final CallLimits FAST = new CallLimits(60_000, 90, Duration.ofMinutes(1));

  private final Vertx vertx = Vertx.vertx();
  private final Cities cities = new Cities(CityFile.own());
  private final SettableClock clock = new SettableClock("2027-03-10T06:59:59Z");
  private FakeOwm service;
  private Kit kit;
  private Outbox outbox;
  private MorningLetters letters;
  private Forgetting forgetting;

  @BeforeEach
  void start(JsonObject settings, @TempDir Path folder) throws Exception {
    service = new FakeOwm();
    kit =
        Kit.of(
            WeatherMailVerticle.class,
            vertx,
            new AppContext("weather-mail", 1, folder, folder),
            new JsonObject().put("database", settings),
            clock,
            List.of(),
            List.of());
    outbox = new Outbox(kit.database(), new Sender("Sky", "sky@example.org"), "salt", clock);
    Links links = new Links(kit.signer());
    letters = new MorningLetters(new Phrases(kit.pages().texts(), links, false, 10), links);
    forgetting = new Forgetting(kit.database(), outbox, cities, clock);
    await(letters.draw(vertx));
    await(
        kit.database()
            .start(
                database ->
                    Subscriptions.TABLES.run(database).compose(v -> Outbox.TABLES.run(database))));
  }

  @AfterEach
  void stop() throws Exception {
    await(kit.database().close());
    await(vertx.close());
    service.close();
  }

  @Test
  @Tag("C-3")
  @Tag("C4")
  void aLetterIsWrittenAtTheHourAndOnceWhoeverLooksHowOften() throws Exception {
    subscribe("berlin-de", 8, 1);
    assertThat(run(sending())).isZero();

    clock.set("2027-03-10T07:00:00Z");
    assertThat(run(sending())).isEqualTo(1);
    Sending again = sending();
    for (int i = 0; i < 10; i++) {
      clock.pass(Duration.ofMinutes(5));
      assertThat(run(again)).isZero();
    }

    assertThat(letterCount()).isEqualTo(1);
    assertThat(text("SELECT subject FROM mail_outbox")).isEqualTo("Take a coat: rain in Berlin");
    assertThat(text("SELECT idem_key FROM mail_outbox"))
        .matches("sky\\|berlin-de-8-[01]+\\|2027-03-10");
  }

  @Test
  @Tag("C-3")
  void severalWhoLookAtTheSameMomentWriteOneLetterEach() throws Exception {
    subscribe("berlin-de", 8, 20);
    clock.set("2027-03-10T07:00:00Z");
    Sending one = sending();
    Sending other = sending();

    Future<Integer> first = one.run();
    Future<Integer> second = other.run();

    assertThat(await(first) + await(second)).isEqualTo(20);
    assertThat(letterCount()).isEqualTo(20);
  }

  @Test
  @Tag("C-5")
  @Tag("C6")
  void aThousandInOneCityCostTwoCalls() throws Exception {
    subscribe("berlin-de", 8, 1000);
    clock.set("2027-03-10T07:00:00Z");

    assertThat(run(sending())).isEqualTo(1000);
    assertThat(service.calls()).hasSize(2);
    assertThat(letterCount()).isEqualTo(1000);
  }

  @Test
  @Tag("C-6")
  @Tag("C3")
  @Tag("C5")
  void aCityWithoutWeatherKeepsNoOtherWaitingAndIsGivenUpAfterThreeHours() throws Exception {
    subscribe("oslo-no", 8, 2);
    subscribe("bergen-no", 8, 1);
    service.always("lat=" + latitude("oslo-no"), Mode.BROKEN);
    Sending sending = sending();

    for (clock.set("2027-03-10T07:00:00Z");
        clock.instant().toString().compareTo("2027-03-10T10:00") < 0;
        clock.pass(Duration.ofMinutes(30))) {
      run(sending);
    }
    assertThat(letterCount()).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM missed")).isZero();
    service.always("lat=" + latitude("oslo-no"), Mode.OK);
    assertThat(run(sending)).isZero();

    assertThat(letterCount()).isEqualTo(1);
    assertThat(number("SELECT letters FROM missed WHERE city_id = " + id("oslo-no"))).isEqualTo(2);
    clock.pass(Duration.ofHours(21));
    assertThat(run(sending)).isEqualTo(3);
  }

  @Test
  void aCityThatAnswersInTimeAfterAllHasItsLetters() throws Exception {
    subscribe("oslo-no", 8, 1);
    service.always("lat=" + latitude("oslo-no"), Mode.BROKEN);
    Sending sending = sending();
    clock.set("2027-03-10T07:00:00Z");
    run(sending);
    service.always("lat=" + latitude("oslo-no"), Mode.OK);
    clock.pass(Duration.ofMinutes(5));

    assertThat(run(sending)).isEqualTo(1);
    assertThat(number("SELECT COUNT(*) FROM missed")).isZero();
  }

  @Test
  void aDayThatNobodyWantsHasNoLetterAndCostsNoCallAndNothingIsMissed() throws Exception {
    subscribe("berlin-de", 8, 2);
    Weekdays thursdays = Weekdays.of(day -> day == DayOfWeek.THURSDAY);
    rows("UPDATE subscription SET weekdays = ?", thursdays.bits());
    Sending sending = sending();

    clock.set("2027-03-10T07:00:00Z");
    assertThat(run(sending)).isZero();
    assertThat(service.calls()).isEmpty();
    clock.set("2027-03-10T10:00:00Z");
    assertThat(run(sending)).isZero();
    assertThat(number("SELECT COUNT(*) FROM missed")).isZero();

    clock.set("2027-03-11T07:00:00Z");
    assertThat(run(sending)).isEqualTo(2);
  }

  @Test
  void ofOneRoundThoseAreWrittenToWhoWantTheDayAndOnlyTheyMissIt() throws Exception {
    subscribe("berlin-de", 8, 3);
    Weekdays noThursday = Weekdays.of(day -> day != DayOfWeek.THURSDAY);
    rows("UPDATE subscription SET weekdays = ? ORDER BY id LIMIT 1", noThursday.bits());
    Sending sending = sending();

    clock.set("2027-03-11T07:00:00Z");
    service.always("lat=" + latitude("berlin-de"), Mode.BROKEN);
    assertThat(run(sending)).isZero();
    clock.set("2027-03-11T10:00:00Z");
    run(sending);
    assertThat(number("SELECT SUM(letters) FROM missed WHERE local_date = DATE '2027-03-11'"))
        .isEqualTo(2);

    service.always("lat=" + latitude("berlin-de"), Mode.OK);
    clock.set("2027-03-18T07:00:00Z");
    assertThat(run(sending)).isEqualTo(2);
  }

  @Test
  @Tag("C-11")
  void afterTheLastDayNoLetterIsWrittenAndTheAddressIsGone() throws Exception {
    subscribe("berlin-de", 8, 1);
    clock.set("2027-03-20T07:00:00Z");
    assertThat(run(sending())).isEqualTo(1);
    assertThat(await(forgetting.run())).isZero();

    clock.set("2027-03-21T07:00:00Z");
    assertThat(run(sending())).isZero();
    assertThat(await(forgetting.run())).isEqualTo(1);
    assertThat(text("SELECT state FROM subscription")).isEqualTo("ENDED");
    clock.pass(Duration.ofHours(23));
    sent();
    await(forgetting.run());
    for (String column : List.of("subscription s WHERE email", "mail_outbox s WHERE to_addr")) {
      assertThat(number("SELECT COUNT(*) FROM " + column + " LIKE '%@%'")).isZero();
    }

    clock.pass(Duration.ofDays(30));
    await(forgetting.run());
    assertThat(number("SELECT COUNT(*) FROM subscription")).isZero();
  }

  @Test
  void whatIsNotConfirmedIsForgottenAndWhoLeftMayAskAgainAfterAMonth() throws Exception {
    subscribe("berlin-de", 8, 1);
    rows("UPDATE subscription SET state = 'PENDING', asked_at = ?", clock.millis());
    Sql sql = await(kit.database().sql());
    await(outbox.suppression().add(sql, "ada@example.org", Reason.UNSUB));
    await(outbox.suppression().add(sql, "eve@example.org", Reason.BOUNCE));

    clock.pass(Duration.ofHours(24));
    await(forgetting.run());
    assertThat(number("SELECT COUNT(*) FROM subscription")).isZero();
    assertThat(number("SELECT COUNT(*) FROM suppression")).isEqualTo(2);

    clock.pass(Duration.ofDays(30));
    await(forgetting.run());
    assertThat(text("SELECT reason FROM suppression")).isEqualTo("BOUNCE");
  }

  private Sending sending() {
    Account account =
        new Account(service.base(), "key", Duration.ofMillis(1), Duration.ofSeconds(10));
    return new Sending(
        kit.database(),
        new SharedWeather(
            new OpenWeatherMap(
                vertx, account, new CallGate(FAST, clock), CallLog.NONE, new Random()),
            clock),
        cities,
        outbox,
        letters,
        Mood::of,
        clock,
        new Counters());
  }

  /** So many who confirmed yesterday. */
  private void subscribe(String city, int hour, int readers) throws Exception {
    rows(
        "INSERT INTO subscription (id, email, email_hash, city_id, hour, units, lang, base, state,"
            + " asked_at, ends_on, last_local_date)"
            + " SELECT RPAD(CONCAT(?, '-', ?, '-', LPAD(seq, 6, '0')), 22, '0'),"
            + " CONCAT('reader', seq, '@example.org'), SHA2(CONCAT(?, seq), 256), ?, ?, 'metric',"
            + " 'en', 'https://sky.example', 'ACTIVE', 0, ?, ? FROM seq_1_to_"
            + readers,
        city,
        hour,
        city,
        id(city),
        hour,
        LocalDate.parse("2027-03-20"),
        LocalDate.parse("2027-03-09"));
  }

  private long id(String city) {
    return cities.bySlug(city).orElseThrow().id();
  }

  private String latitude(String city) {
    return String.format(java.util.Locale.ROOT, "%.4f", cities.bySlug(city).orElseThrow().lat());
  }

  /** As the postman leaves what has gone. */
  private void sent() throws Exception {
    rows("UPDATE mail_outbox SET state = 'SENT', to_addr = '', message = ''");
  }

  private int run(Sending sending) throws Exception {
    return await(sending.run());
  }

  private long letterCount() throws Exception {
    return number("SELECT COUNT(*) FROM mail_outbox");
  }

  private long number(String sql) throws Exception {
    return rows(sql).iterator().next().getLong(0);
  }

  private String text(String sql) throws Exception {
    return rows(sql).iterator().next().getString(0);
  }

  private io.vertx.sqlclient.RowSet<io.vertx.sqlclient.Row> rows(String sql, Object... values)
      throws Exception {
    return await(kit.database().sql().compose(client -> client.run(sql, values)));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
