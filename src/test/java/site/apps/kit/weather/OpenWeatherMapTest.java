package site.apps.kit.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kit.weather.CallGate;
import kit.weather.CallLimits;
import kit.weather.Conditions;
import kit.weather.DayTotal;
import kit.weather.Fall;
import kit.weather.FoundPlace;
import kit.weather.OpenWeatherMap;
import kit.weather.OpenWeatherMap.Account;
import kit.weather.PastHour;
import kit.weather.SharedWeather;
import kit.weather.Spot;
import kit.weather.WeatherFailure;
import kit.weather.WeatherFailure.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.SettableClock;
import site.apps.kit.weather.FakeOwm.Mode;

class OpenWeatherMapTest {
  private static final String KEY = "0123456789abcdef-secret";
  private static final Spot BERLIN = new Spot(110, 52.52, 13.405);

  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private FakeOwm service;
  private CallGate gate;
  private OpenWeatherMap weather;

  @BeforeEach
  void start() throws Exception {
    service = new FakeOwm();
    gate = new CallGate(new CallLimits(60_000, 3, Duration.ofMinutes(1)), clock);
    var account = new Account(service.base(), KEY, Duration.ofMillis(2), Duration.ofSeconds(10));
    weather =
        new OpenWeatherMap(
            vertx,
            account,
            gate,
            (product, outcome) -> told.add(product + " " + outcome),
            new Random(1));
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    service.close();
  }

  @Test
  void allFiveCallsAreMadeAsDocumentedAndRead() throws Exception {
    Conditions now = await(() -> weather.current(BERLIN));
    int slots = await(() -> weather.forecast(BERLIN)).slots().size();
    PastHour hour = await(() -> weather.hour(BERLIN, Instant.parse("2027-03-10T02:00:00Z")));
    DayTotal day =
        await(() -> weather.day(BERLIN, LocalDate.of(2027, 3, 9), ZoneOffset.ofHours(-8)));
    List<FoundPlace> places = await(() -> weather.find("London", 5));

    assertThat(now.temperature()).isEqualTo(7.4);
    assertThat(slots).isEqualTo(40);
    assertThat(hour)
        .isEqualTo(new PastHour(Instant.parse("2027-03-10T02:00:00Z"), new Fall(2.4, 0)));
    assertThat(day).isEqualTo(new DayTotal(LocalDate.of(2027, 3, 9), 7.8));
    assertThat(places)
        .hasSize(5)
        .contains(new FoundPlace("City of London", "", "GB", 51.5156, -0.092));
    assertThat(service.calls())
        .containsExactly(
            "/data/2.5/weather?lat=52.5200&lon=13.4050&units=metric&appid=" + KEY,
            "/data/2.5/forecast?lat=52.5200&lon=13.4050&units=metric&appid=" + KEY,
            "/data/3.0/onecall/timemachine?lat=52.5200&lon=13.4050&dt=1804644000&units=metric&appid="
                + KEY,
            "/data/3.0/onecall/day_summary?lat=52.5200&lon=13.4050&date=2027-03-09&tz=-08%3A00&units=metric&appid="
                + KEY,
            "/geo/1.0/direct?q=London&limit=5&appid=" + KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "REJECTED, REJECTED, 1",
    "UNKNOWN, UNKNOWN, 1",
    "THROTTLED, THROTTLED, 1",
    "BROKEN, UNAVAILABLE, 3",
    "GARBAGE, GARBAGE, 3",
    "TRUNCATED, GARBAGE, 3",
    "HANGS_UP, UNAVAILABLE, 3",
  })
  void aFailureSaysWhyAndNeverTheKeyAndIsTriedAgainWhereThatMayHelp(
      Mode mode, Reason reason, int calls) {
    service.always("/", mode);

    WeatherFailure failure = failure(() -> weather.current(BERLIN));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(service.calls()).hasSize(calls);
    assertThat(told).hasSize(calls);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(KEY).doesNotContain("appid");
    }
  }

  @Test
  void whatWorksTheSecondTimeIsNoFailure() throws Exception {
    service.next(Mode.BROKEN, Mode.TRUNCATED);

    Conditions now = await(() -> weather.current(BERLIN));

    assertThat(now.sky().id()).isEqualTo(800);
    assertThat(told).containsExactly("CURRENT FAILED", "CURRENT FAILED", "CURRENT OK");
  }

  @Test
  void whoSaysNothingIsGivenUp() {
    service.always("/", Mode.SILENT);
    var hasty = new Account(service.base(), KEY, Duration.ofMillis(2), Duration.ofMillis(50));
    weather = new OpenWeatherMap(vertx, hasty, gate, (product, outcome) -> {}, new Random(1));

    assertThat(failure(() -> weather.current(BERLIN))).hasMessage("CURRENT has no answer");
  }

  /** B-6, as far as it is the client's. */
  @Test
  void afterTooManyRequestsNoneIsMadeForTenMinutes() throws Exception {
    await(() -> weather.current(BERLIN));
    await(() -> weather.current(BERLIN));
    service.next(Mode.THROTTLED);
    failure(() -> weather.current(BERLIN));

    clock.pass(Duration.ofMinutes(10).minusSeconds(1));
    WeatherFailure tooSoon = failure(() -> weather.current(BERLIN));

    assertThat(service.calls()).hasSize(3);
    assertThat(tooSoon.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(tooSoon.notBefore()).isEqualTo("2027-03-10T06:40:00Z");
    clock.pass(Duration.ofSeconds(1));
    assertThat(await(() -> weather.current(BERLIN)).temperature()).isEqualTo(7.4);
  }

  @Test
  void beyondTheDaysCallsNoMoreOfOneCallAreMade() throws Exception {
    Instant hour = Instant.parse("2027-03-10T02:00:00Z");
    for (int i = 0; i < 3; i++) {
      await(() -> weather.hour(BERLIN, hour));
    }

    WeatherFailure failure = failure(() -> weather.hour(BERLIN, hour));

    assertThat(failure.reason()).isEqualTo(Reason.USED_UP);
    assertThat(failure.notBefore()).isEqualTo("2027-03-11T00:00:00Z");
    assertThat(service.calls()).hasSize(3);
    assertThat(await(() -> weather.current(BERLIN)).temperature()).isEqualTo(7.4);
  }

  @Test
  void aThousandWhoAskForOneCityAreTwoCalls() throws Exception {
    var shared = new SharedWeather(weather, clock);

    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(shared.current(BERLIN));
      all.add(shared.forecast(BERLIN));
    }
    await(() -> Future.all(all));

    assertThat(service.calls()).hasSize(2);
  }

  @Test
  void aFailureIsNotKeptForOthersAndAnAnswerTenMinutes() throws Exception {
    var shared = new SharedWeather(weather, clock);
    service.next(Mode.UNKNOWN);
    failure(() -> shared.current(BERLIN));

    await(() -> shared.current(BERLIN));
    clock.pass(Duration.ofMinutes(9));
    await(() -> shared.current(BERLIN));
    assertThat(service.calls()).hasSize(2);
    clock.pass(Duration.ofMinutes(1));
    await(() -> shared.current(BERLIN));

    assertThat(service.calls()).hasSize(3);
  }

  @Test
  @Tag("C17")
  void anAccountInAMessageIsItsAddress() {
    assertThat(Account.open(KEY)).hasToString("https://api.openweathermap.org");
  }

  private <T> T await(Supplier<Future<T>> question) throws Exception {
    return Future.<T>future(done -> vertx.runOnContext(v -> question.get().onComplete(done)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  private <T> WeatherFailure failure(Supplier<Future<T>> question) {
    var thrown = new ArrayList<Throwable>();
    assertThatThrownBy(() -> await(question))
        .isInstanceOf(ExecutionException.class)
        .satisfies(e -> thrown.add(e.getCause()));
    return (WeatherFailure) thrown.get(0);
  }
}
