package site.apps.kit.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import kit.Database;
import kit.jobs.Jobs;
import kit.jobs.Schedule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.SettableClock;
import site.apps.AppDatabase;

@Tag("K14")
@ExtendWith(AppDatabase.class)
class JobsTest {
  private static final Schedule FIVE_MINUTES = Schedule.every(Duration.ofMinutes(5));

  private final Vertx vertx = Vertx.vertx();
  private final SettableClock clock = new SettableClock("2027-03-10T06:32:00Z");
  private final AtomicInteger runs = new AtomicInteger();
  private Database database;
  private Jobs jobs;
  private Jobs elsewhere;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    database = Database.of(vertx, settings);
    await(() -> database.start(Jobs.TABLES::run));
    jobs = new Jobs(vertx, database, clock);
    elsewhere = new Jobs(vertx, database, clock);
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx::close);
  }

  @Test
  void aTickRunsOnceHoweverManyLookAtTheClock() throws Exception {
    jobs.add("count", FIVE_MINUTES, this::count);
    elsewhere.add("count", FIVE_MINUTES, this::count);

    await(() -> Future.all(jobs.check(), elsewhere.check(), jobs.check()));
    clock.pass(Duration.ofSeconds(170));
    await(() -> Future.all(jobs.check(), elsewhere.check()));
    assertThat(runs).hasValue(1);
    clock.pass(Duration.ofSeconds(10));
    await(() -> Future.all(jobs.check(), elsewhere.check()));

    assertThat(runs).hasValue(2);
  }

  @Test
  void aRunIsNotedWithWhatItDid() throws Exception {
    jobs.add("good", FIVE_MINUTES, () -> Future.succeededFuture(7));
    await(jobs::check);
    elsewhere.add("bad", FIVE_MINUTES, () -> Future.failedFuture("out of paper"));
    await(elsewhere::check);

    assertThat(await(() -> jobs.latest(10)))
        .containsExactly(
            new Jobs.Run("bad", clock.instant(), clock.instant(), false, 0, "out of paper"),
            new Jobs.Run("good", clock.instant(), clock.instant(), true, 7, ""));
  }

  @Test
  void aJobThatIsNotOverIsNotBegunAgain() throws Exception {
    Promise<Integer> work = Promise.promise();
    jobs.add("slow", FIVE_MINUTES, () -> counted(work.future()));
    elsewhere.add("slow", FIVE_MINUTES, this::count);
    vertx.runOnContext(v -> jobs.check());
    site.Await.until(() -> runs.get() == 1);
    clock.pass(Duration.ofMinutes(10));

    await(elsewhere::check);
    assertThat(runs).hasValue(1);
    work.complete(1);
    await(jobs::stop);
    await(elsewhere::check);

    assertThat(runs).hasValue(2);
  }

  @Test
  void afterTheLeaseOfAProcessThatDiedAnotherGoesOn() throws Exception {
    jobs.add("slow", FIVE_MINUTES, () -> counted(Promise.<Integer>promise().future()));
    elsewhere.add("slow", FIVE_MINUTES, this::count);
    vertx.runOnContext(v -> jobs.check());
    site.Await.until(() -> runs.get() == 1);
    clock.pass(Duration.ofMinutes(15));

    await(elsewhere::check);

    assertThat(runs).hasValue(2);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-10T03:09:59Z, 2027-03-09T03:10:00Z",
    "2027-03-10T03:10:00Z, 2027-03-10T03:10:00Z",
    "2027-03-10T23:59:00Z, 2027-03-10T03:10:00Z",
  })
  void aDailyTickBeginsAtItsTime(Instant now, Instant tick) {
    assertThat(Schedule.daily(LocalTime.of(3, 10)).tick(now)).isEqualTo(tick);
  }

  @ParameterizedTest
  @CsvSource({
    "2027-03-10T06:34:59Z, 2027-03-10T06:30:00Z",
    "2027-03-10T06:35:00Z, 2027-03-10T06:35:00Z",
  })
  void aTickOfFiveMinutesBeginsWithTheFive(Instant now, Instant tick) {
    assertThat(FIVE_MINUTES.tick(now)).isEqualTo(tick);
  }

  private Future<Integer> count() {
    return counted(Future.succeededFuture(1));
  }

  private Future<Integer> counted(Future<Integer> work) {
    runs.incrementAndGet();
    return work;
  }

  private <T> T await(Supplier<Future<T>> question) throws Exception {
    return Future.<T>future(done -> vertx.runOnContext(v -> question.get().onComplete(done)))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }
}
