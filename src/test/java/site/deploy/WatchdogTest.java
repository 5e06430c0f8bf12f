package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.config.SupervisionConfig;
import site.config.SupervisionConfig.Recycle;

class WatchdogTest {
  @TempDir Path home;
  private Host host;

  @BeforeEach
  void start() throws IOException {
    Files.createFile(home.resolve("testing"));
    host = new Host(home);
  }

  @AfterEach
  void stop() throws IOException {
    Files.delete(home.resolve("testing"));
    host.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Thread.onSpinWait();", "Thread.sleep(1);"})
  void replacesAnInstanceThatIsStuckAndAnswersWhatItWasGiven(String again) throws Exception {
    Path jar = hanging(untilTheTestIsOver(again));
    Deployment deployment = host.deploy(stalling(Host.config(jar), Duration.ofSeconds(1)));

    CompletableFuture<HttpResponse<String>> given = host.ask("/hang");
    Host.until(() -> isNoticed(deployment));
    CompletableFuture<HttpResponse<String>> waiting = host.ask("/");

    assertThat(given.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
    assertThat(given.get().body()).isEqualTo("apps.app: its instance is stuck");
    assertThat(waiting.get(30, TimeUnit.SECONDS).body()).startsWith("app#1.2-eventloop-");
    assertThat(deployment.state().health().cause())
        .hasValueSatisfying(
            cause ->
                assertThat(cause)
                    .startsWith("an instance blocked its thread for 1000 ms at app.Main"));
  }

  @Test
  void endsTheStuckThreadWhereJavaCan() throws Exception {
    boolean ends = Runtime.version().feature() < 20;
    Path jar = hanging(untilTheTestIsOver("Thread.onSpinWait();"));
    Deployment deployment =
        host.deploy("endless", "", stalling(Host.config(jar), Duration.ofSeconds(1)));

    CompletableFuture<HttpResponse<String>> given = host.ask("/hang");

    assertThat(given.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
    if (ends) {
      Host.until(() -> threads("endless#1-eventloop") == 0);
      assertThat(deployment.state().health().stuckThreads()).isZero();
    } else {
      Host.until(() -> deployment.state().health().stuckThreads() == 1);
    }
  }

  @Test
  void givesABlockedInstanceNothingUntilItRecovers() throws Exception {
    Path open = home.resolve("open");
    Path jar = hanging("while (!Files.exists(Path.of(\"" + open + "\"))) { Thread.onSpinWait(); }");
    AppConfig config =
        stalling(Host.config(jar, 2, Threads.EVENT_LOOP, Map.of()), Duration.ofMinutes(1));
    Deployment deployment = host.deploy(config);

    CompletableFuture<HttpResponse<String>> hanging = host.ask("/hang");
    Host.until(() -> deployment.state().health().blocked() == 1);
    String other = host.get("/").body();
    for (int i = 0; i < 10; i++) {
      assertThat(host.get("/").body()).isEqualTo(other);
    }
    Files.createFile(open);
    Host.until(() -> deployment.state().health().blocked() == 0);

    assertThat(hanging.join().statusCode()).isEqualTo(200);
    assertThat(host.get("/").body()).isNotEqualTo(host.get("/").body());
    assertThat(deployment.state().health().restarts()).isZero();
  }

  @Test
  void leavesOtherAppsAndTheServerAlone() throws Exception {
    Deployment stuck =
        host.deploy(
            "stuck",
            "/stuck",
            stalling(
                Host.config(hanging(untilTheTestIsOver("Thread.onSpinWait();"))),
                Duration.ofSeconds(2)));
    Path jar = AppJar.answering("request.response().end(\"well\");").pack(home.resolve("b.jar"));
    host.deploy("well", "/well", Host.config(jar));

    CompletableFuture<HttpResponse<String>> given = host.ask("/stuck/hang");
    Host.until(() -> isNoticed(stuck));

    assertThat(host.get("/well/").body()).isEqualTo("well");
    assertThat(given.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
  }

  @Test
  void letsWorkersBlockForAsLongAsTheyLike() throws Exception {
    Path jar =
        AppJar.answering(
                """
                Met.ALL.countDown();
                try { request.response().end("all there: " + Met.ALL.await(30, Met.SECONDS)); }
                catch (InterruptedException e) { throw new IllegalStateException(e); }
                """)
            .and(
                "Met.java",
                """
                package app;
                import java.util.concurrent.*;
                interface Met {
                  TimeUnit SECONDS = TimeUnit.SECONDS;
                  CountDownLatch ALL = new CountDownLatch(25);
                }
                """)
            .pack(home.resolve("a.jar"));
    Deployment deployment = host.deploy(Host.config(jar, 25, Threads.WORKER, Map.of()));

    var answers = IntStream.range(0, 25).mapToObj(i -> host.ask("/")).toList();

    assertThat(answers).allMatch(answer -> answer.join().body().equals("all there: true"));
    assertThat(deployment.state().health().restarts()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "     , PT0S,   99, 100000, false",
    "  100, PT0S,   99,      0, false",
    "  100, PT0S,  100,      0, true",
    "     , PT60S,   0,     59, false",
    "     , PT60S,   0,     60, true",
    "  100, PT60S,   5,     60, true",
  })
  void recyclesByRequestsAndAge(
      Integer most, Duration age, long requests, long seconds, boolean due) {
    Recycle recycle =
        new Recycle(Optional.ofNullable(most), Optional.of(age).filter(a -> !a.isZero()));
    Instant since = Instant.EPOCH;

    assertThat(Watchdog.isDue(recycle, requests, since, since.plusSeconds(seconds))).isEqualTo(due);
  }

  /** From Java 20 on nobody can end a thread that runs on: it does so itself after the test. */
  private String untilTheTestIsOver(String statement) {
    return "while (Files.exists(Path.of(\"%s\"))) { %s }"
        .formatted(home.resolve("testing"), statement);
  }

  private Path hanging(String statement) throws Exception {
    return AppJar.of(
            "import io.vertx.core.*; import java.nio.file.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx.createHttpServer().requestHandler(request -> {
                  if (request.path().endsWith("/hang")) { hang(); }
                  request.response().end(Thread.currentThread().getName());
                }).listen(80);
              }
              private static void hang() {
                try { if (true) { %s } } catch (Exception e) { throw new IllegalStateException(e); }
              }
            }
            """
                .formatted(statement))
        .pack(home.resolve("hang.jar"));
  }

  private static AppConfig stalling(AppConfig config, Duration stall) {
    return Host.with(
        config,
        new SupervisionConfig(
            Host.SUPERVISION.restart(),
            Optional.of(stall),
            Host.SUPERVISION.recycle(),
            Host.SUPERVISION.limits()));
  }

  /** That it is blocked, or that it was and has been replaced already. */
  private static boolean isNoticed(Deployment deployment) {
    AppHealth health = deployment.state().health();
    return health.blocked() == 1 || health.restarts() > 0;
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
