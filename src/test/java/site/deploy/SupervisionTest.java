package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.config.SupervisionConfig;
import site.config.SupervisionConfig.Limits;
import site.config.SupervisionConfig.Recycle;
import site.config.SupervisionConfig.Restart;
import site.deploy.AppHealth.Condition;

class SupervisionTest {
  @TempDir Path home;
  private Host host;

  @BeforeEach
  void start() {
    host = new Host(home);
  }

  @AfterEach
  void stop() {
    host.close();
  }

  @Test
  void startsAnAppAgainWhoseHandlerLinksToNothing() throws Exception {
    Path jar =
        answering(
            """
            if (request.path().equals("/break")) { throw new NoClassDefFoundError("lib/Gone"); }
            request.response().end(Thread.currentThread().getName());
            """);
    Deployment deployment = host.deploy(Host.config(jar));

    assertThat(host.get("/break").statusCode()).isEqualTo(500);
    Host.until(() -> deployment.state().health().restarts() == 1);

    Host.until(() -> answer("/").startsWith("app#1.2-"));
    assertThat(deployment.state().revision()).isEqualTo(1);
    assertThat(deployment.state().health().cause())
        .hasValue("java.lang.NoClassDefFoundError: lib/Gone");
  }

  @Test
  void startsAnAppAgainThatThrowsAllTheTime() throws Exception {
    Path jar =
        answering(
            """
            vertx.runOnContext(v -> { throw new IllegalStateException("again"); });
            request.response().end(Thread.currentThread().getName());
            """);
    Deployment deployment = host.deploy(Host.config(jar));

    for (int i = 0; i < Faults.TOO_MANY; i++) {
      host.get("/");
    }

    Host.until(() -> deployment.state().health().restarts() == 1);
  }

  @Test
  void givesUpAnAppThatBreaksAgainAndAgainButLetsItServe() throws Exception {
    Path jar =
        answering(
            """
            request.response().end("still here");
            throw new NoClassDefFoundError("lib/Gone");
            """);
    Deployment deployment =
        host.deploy(supervised(jar, new Restart(List.of(Duration.ofMillis(1)), 2)));

    Host.until(
        () ->
            answer("/").equals("still here")
                && deployment.state().health().condition() == Condition.GIVEN_UP);

    assertThat(deployment.state().health().restarts()).isEqualTo(2);
    assertThat(answer("/")).isEqualTo("still here");
  }

  @Test
  void letsRequestsWaitInOrderWhileNobodyServes() throws Exception {
    Path open = Files.createFile(home.resolve("open"));
    Path jar =
        AppJar.of(
                "import io.vertx.core.*; import java.nio.file.*; import java.util.concurrent.atomic.*;",
                """
                public class Main extends VerticleBase {
                  private final AtomicInteger count = new AtomicInteger();
                  public Future<?> start() {
                    Promise<Void> opened = Promise.promise();
                    vertx.setPeriodic(5, id -> {
                      if (Files.exists(Path.of("%s")) && vertx.cancelTimer(id)) { opened.complete(); }
                    });
                    return opened.future().compose(v -> listen());
                  }
                  private Future<?> listen() {
                    return vertx.createHttpServer().requestHandler(request -> {
                      if (request.path().equals("/close")) {
                        request.response().end().onComplete(r -> vertx.close());
                        return;
                      }
                      int n = count.incrementAndGet();
                      request.body().onSuccess(b -> request.response().end(n + " " + b));
                    }).listen(80);
                  }
                }
                """
                    .formatted(open))
            .pack(home.resolve("a.jar"));
    Deployment deployment =
        host.deploy(supervised(jar, new Restart(List.of(Duration.ofMillis(1)), 5)));
    Files.delete(open);
    host.get("/close");
    Host.until(() -> deployment.state().instances() == 0);

    CompletableFuture<HttpResponse<String>> first = post("a");
    Host.until(() -> deployment.state().health().waiting() == 1);
    CompletableFuture<HttpResponse<String>> second = post("b");
    Host.until(() -> deployment.state().health().waiting() == 2);
    Files.createFile(open);

    assertThat(first.join().body()).isEqualTo("1 a");
    assertThat(second.join().body()).isEqualTo("2 b");
    assertThat(deployment.state().health().waiting()).isZero();
  }

  @Test
  void answers503WhenNobodyServesInTime() throws Exception {
    Path jar = answering("request.response().end().onComplete(r -> vertx.close());");
    SupervisionConfig impatient =
        new SupervisionConfig(
            new Restart(List.of(Duration.ofMinutes(1)), 5),
            Optional.empty(),
            Host.SUPERVISION.recycle(),
            new Limits(Optional.empty(), 1, Duration.ofMillis(100)));
    Deployment deployment = host.deploy(Host.with(Host.config(jar), impatient));
    host.get("/");
    Host.until(() -> deployment.state().instances() == 0);

    HttpResponse<String> late = host.get("/");

    assertThat(late.statusCode()).isEqualTo(503);
    assertThat(late.body()).isEqualTo("apps.app: no place within 100 ms");
    assertThat(deployment.state().health().condition()).isEqualTo(Condition.RESTARTING);
  }

  @Test
  void keepsTryingToBeginAndLetsRequestsWaitForIt() throws Exception {
    Path flag = home.resolve("ready");
    Path jar =
        AppJar.of(
                "import io.vertx.core.*;",
                """
                public class Main extends VerticleBase {
                  public Future<?> start() {
                    if (!java.nio.file.Files.exists(java.nio.file.Path.of(config().getString("flag")))) {
                      return Future.failedFuture("no database");
                    }
                    return vertx.createHttpServer().requestHandler(r -> r.response().end("up")).listen(80);
                  }
                }
                """)
            .pack(home.resolve("a.jar"));
    AppConfig config =
        Host.with(
            Host.config(jar, 1, Threads.EVENT_LOOP, Map.of("flag", flag.toString())),
            restarting(new Restart(List.of(Duration.ofMillis(50)), 1000)));

    Deployment deployment =
        host.mount("", Host.await(host.deployments().keepStarting("app", config)));
    CompletableFuture<HttpResponse<String>> early = host.ask("/");
    Host.until(() -> deployment.state().health().waiting() == 1);
    AppHealth before = deployment.state().health();
    Files.createFile(flag);

    assertThat(early.join().body()).isEqualTo("up");
    assertThat(before.condition()).isEqualTo(Condition.RESTARTING);
    assertThat(before.cause()).hasValueSatisfying(c -> assertThat(c).contains("no database"));
    assertThat(deployment.state().health().condition()).isEqualTo(Condition.RUNNING);
  }

  @Test
  void givesUpAnAppThatNeverStartsAndSaysSoAtOnce() throws Exception {
    Path jar =
        AppJar.of(
                "import io.vertx.core.*;",
                "public class Main extends VerticleBase { public Future<?> start() {"
                    + " return Future.failedFuture(\"no database\"); } }")
            .pack(home.resolve("a.jar"));
    AppConfig config = supervised(jar, new Restart(List.of(Duration.ofMillis(1)), 3));

    Deployment deployment =
        host.mount("", Host.await(host.deployments().keepStarting("app", config)));
    Host.until(() -> deployment.state().health().condition() == Condition.GIVEN_UP);

    assertThat(host.get("/").statusCode()).isEqualTo(503);
    assertThat(host.get("/").body()).isEqualTo("apps.app: not running, given up");
    assertThat(deployment.state().revision()).isZero();
    assertThat(deployment.state().health().restarts()).isEqualTo(3);
  }

  @Test
  void letsAFreshStartTakeOverAfterSoManyRequests() throws Exception {
    Path jar = answering("request.response().end(Thread.currentThread().getName());");
    SupervisionConfig recycling =
        new SupervisionConfig(
            Host.SUPERVISION.restart(),
            Optional.empty(),
            new Recycle(Optional.of(3), Optional.empty()),
            Host.SUPERVISION.limits());
    Deployment deployment = host.deploy(Host.with(Host.config(jar), recycling));

    for (int i = 0; i < 3; i++) {
      assertThat(answer("/")).startsWith("app#1-");
    }

    Host.until(() -> answer("/").startsWith("app#1.2-"));
    assertThat(deployment.state().health().restarts()).isZero();
  }

  private CompletableFuture<HttpResponse<String>> post(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(host.uri("/")).POST(BodyPublishers.ofString(body)).build();
    return host.client().sendAsync(request, HttpResponse.BodyHandlers.ofString());
  }

  private static AppConfig supervised(Path jar, Restart restart) {
    return Host.with(Host.config(jar), restarting(restart));
  }

  private static SupervisionConfig restarting(Restart restart) {
    return new SupervisionConfig(
        restart, Optional.empty(), Host.SUPERVISION.recycle(), Host.SUPERVISION.limits());
  }

  private Path answering(String statements) throws Exception {
    return AppJar.answering(statements).pack(home.resolve("a.jar"));
  }

  private String answer(String path) {
    try {
      return host.get(path).body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
