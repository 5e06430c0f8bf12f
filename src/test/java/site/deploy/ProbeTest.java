package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.Authority;
import site.http.RequestPath;

/** What comes of asking an app without a client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal server = ((VertxInternal) vertx).createEventLoopContext();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private Starter starter;
  private AppRevision revision;

  @BeforeAll
  void start(@TempDir Path home) throws Exception {
    Path file = Files.write(home.resolve("file"), new byte[300_000]);
    Path jar =
        AppJar.answering(
                """
                HttpServerResponse response = request.response();
                switch (request.path()) {
                  case "/hello" -> response.end("hello");
                  case "/body" -> request.body().onSuccess(b -> response.end("" + b.length()));
                  case "/file" -> response.sendFile("%s");
                  case "/missing" -> response.setStatusCode(404).end("no such thing");
                  case "/fault" -> response.setStatusCode(502).end("first\\r\\nsecond");
                  case "/throws" -> throw new IllegalStateException("on purpose");
                  case "/late" -> vertx.setTimer(50, id -> response.end());
                  case "/never" -> {}
                  case "/reset" -> response.reset();
                  case "/closes" -> request.connection().close();
                  case "/endless" -> {
                    response.setChunked(true);
                    vertx.setPeriodic(1, id -> {
                      if (response.closed()) { vertx.cancelTimer(id); }
                      else { response.write("x".repeat(100_000)); }
                    });
                  }
                  case "/facts" -> {
                    String facts = request.getHeader("host") + " " + request.authority()
                        + " " + request.isSSL() + " " + request.remoteAddress().host()
                        + " " + request.localAddress().host() + " " + request.query()
                        + " " + request.getHeader("x-forwarded-prefix") + " " + request.version();
                    response.setStatusCode(500).end(facts);
                  }
                  default -> response.end();
                }
                """
                    .formatted(file))
            .pack(home.resolve("a.jar"));
    SourceFolder sources = new SourceFolder("app", new AppPlatform()::blockingCompiler);
    starter =
        new Starter(
            vertx,
            "app",
            new RevisionStore(home.resolve("data"), sources),
            clock,
            new LeakCheck(clock, LeakCheck.Times.USUAL));
    revision = Host.await(starter.aside(() -> starter.blockingStart(Host.config(jar), jar)));
  }

  @AfterAll
  void stop() {
    Host.await(starter.stop(revision));
    Host.await(vertx.close());
    clock.shutdownNow();
  }

  private Reply ask(String method, String path, Duration limit) {
    Question question =
        new Question(
            method,
            new Authority("shop.example", 8443),
            RequestPath.parse(path),
            "a=b",
            "/shop",
            true,
            HttpHeaders.headers());
    return Host.await(Probe.ask(revision, question, limit, server));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /hello, 200, ''",
    "HEAD, /hello, 200, ''",
    "GET, /body, 200, ''",
    "GET, /file, 200, ''",
    "HEAD, /file, 200, ''",
    "GET, /missing, 404, ''",
    "GET, /fault, 502, first",
    "GET, /throws, 500, app app: java.lang.IllegalStateException: on purpose",
    "GET, /late, 200, ''",
    "GET, /reset, 0, ''",
    "GET, /closes, 0, ''",
    "GET, /endless, 200, ''"
  })
  void theAppAnswersAsItWouldAnyone(String method, String path, int status, String reason) {
    Reply reply = ask(method, path, Duration.ofSeconds(20));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.reason()).isEqualTo(reason);
    Host.until(() -> revision.inFlight() == 0);
  }

  @Test
  void anAppThatDoesNotAnswerIsNotWaitedForAndHoldsNothingUp() {
    Reply reply = ask("GET", "/never", Duration.ofMillis(50));

    assertThat(reply.outcome()).isEqualTo("no answer");
    assertThat(reply.reason()).isEqualTo("nothing came in time");
    Host.until(() -> revision.inFlight() == 0);
  }

  @Test
  void theTimeIsThatOfTheHead() {
    assertThat(ask("GET", "/late", Duration.ofSeconds(20)).time())
        .isBetween(Duration.ofMillis(45), Duration.ofSeconds(20));
  }

  @Test
  void theRequestSaysWhatTheRecordedOneSaid() {
    assertThat(ask("GET", "/facts", Duration.ofSeconds(20)).reason())
        .isEqualTo(
            "shop.example:8443 shop.example:8443 true 127.0.0.1 127.0.0.1 a=b /shop HTTP_1_1");
  }
}
