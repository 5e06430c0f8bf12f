package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import site.config.BalanceConfig;
import site.config.HealthConfig;
import site.config.HealthConfig.Check;
import site.config.HealthConfig.Eject;
import site.config.RetryConfig;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.Timeouts;
import site.proxy.UpstreamState.Condition;

/** Three servers, processes of their own, two of which are ill-treated while requests pass. */
class ChaosTest {
  private static final int PER_SECOND = 200;
  private static Vertx vertx;

  private List<OriginProcess> origins;
  private Front front;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @BeforeEach
  void startOrigins() throws IOException {
    origins = List.of(OriginProcess.start(), OriginProcess.start(), OriginProcess.start());
  }

  @AfterEach
  void stopOrigins() {
    front.close();
    origins.forEach(OriginProcess::close);
  }

  private void serve(Duration response, HealthConfig health) {
    front =
        Front.before(
            vertx,
            new UpstreamConfig(
                origins.stream().map(origin -> Front.target(origin.port())).toList(),
                new Timeouts(Duration.ofSeconds(5), response, Duration.ofSeconds(20)),
                BalanceConfig.DEFAULT,
                health,
                RetryConfig.DEFAULT));
  }

  /** On a busy machine a server that is well may take its time. */
  private static HealthConfig asked(Duration patience) {
    return new HealthConfig(
        Optional.of(
            new Check(
                "/", List.of("2xx"), Optional.empty(), Duration.ofMillis(200), patience, 2, 2)),
        Optional.empty());
  }

  private static HealthConfig askedAndEjected() {
    return new HealthConfig(
        asked(Duration.ofSeconds(10)).check(), Optional.of(new Eject(3, Duration.ofMillis(500))));
  }

  /** Asks at an even pace, as often as answers may come late. */
  private void ask(int requests) {
    long began = System.nanoTime();
    List<CompletableFuture<Void>> all =
        IntStream.range(0, requests)
            .mapToObj(
                i -> {
                  long due = began + i * (1_000_000_000L / PER_SECOND);
                  while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                  }
                  return askOnce();
                })
            .toList();
    all.forEach(CompletableFuture::join);
  }

  private CompletableFuture<Void> askOnce() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(front.url("/"))).timeout(Duration.ofMinutes(1)).build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .handle((response, failure) -> failure == null ? response.statusCode() + "" : "" + failure)
        .thenAccept(
            outcome ->
                outcomes.computeIfAbsent(outcome, o -> new AtomicInteger()).incrementAndGet());
  }

  private void assertAllAnswered(int requests) {
    assertThat(outcomes).as(front.upstream.toString()).containsOnlyKeys("200");
    assertThat(outcomes.get("200")).hasValue(requests);
  }

  /** Two of three are killed in turn while requests pass; each comes back before the next goes. */
  private void killInTurn(int rounds) throws IOException {
    serve(Duration.ofSeconds(20), askedAndEjected());
    CompletableFuture<Void> load = CompletableFuture.runAsync(() -> ask(rounds * 3 * PER_SECOND));
    for (int i = 0; i < rounds && !load.isDone(); i++) {
      OriginProcess victim = origins.get(1 + i % 2);
      int number = 1 + i % 2;
      victim.kill();
      await(number, false);
      victim.startAgain();
      Eventually.until("it is back", () -> isWell(number) || load.isDone());
    }
    load.join();

    assertAllAnswered(rounds * 3 * PER_SECOND);
  }

  private void await(int target, boolean well) {
    Eventually.until("target " + target + " is well: " + well, () -> isWell(target) == well);
  }

  private boolean isWell(int target) {
    return front.upstream.state().targets().get(target).condition() == Condition.HEALTHY;
  }

  @Test
  void noRequestFailsWhileTwoOfThreeAreKilledInTurn() throws IOException {
    killInTurn(2);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void noRequestFailsWhileTwoOfThreeAreKilledInTurnForLong() throws IOException {
    killInTurn(20);
  }

  @Test
  void aServerThatHangsIsLeftAndTakenBack() {
    serve(Duration.ofSeconds(3), asked(Duration.ofSeconds(2)));
    ask(50);
    origins.get(1).pause();
    ask(300);
    await(1, false);
    origins.get(1).resume();
    await(1, true);
    ask(50);

    assertAllAnswered(400);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void aServerThatIsStoppedForThirtySecondsIsTakenBack() {
    serve(Duration.ofSeconds(3), asked(Duration.ofSeconds(2)));
    ask(200);
    origins.get(2).pause();
    ask(30 * PER_SECOND);
    origins.get(2).resume();
    await(2, true);
    ask(200);

    assertAllAnswered(32 * PER_SECOND);
  }
}
