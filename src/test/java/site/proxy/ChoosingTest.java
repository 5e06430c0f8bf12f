package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.BalanceConfig;
import site.config.BalanceConfig.HashKey;
import site.config.BalanceConfig.Policy;
import site.config.BalanceConfig.Queue;
import site.config.HealthConfig;
import site.config.RetryConfig;
import site.config.TargetUrl;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;

/** Which target a request reaches, over real sockets. */
class ChoosingTest {
  private static final Queue QUEUE = new Queue(1, Duration.ofSeconds(20));
  private static Vertx vertx;

  private final List<RawTarget> targets = new ArrayList<>();
  private final CountDownLatch held = new CountDownLatch(1);

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @AfterEach
  void closeTargets() throws IOException {
    held.countDown();
    for (RawTarget target : targets) {
      target.close();
    }
  }

  /** Targets that say which of them it is. */
  private List<TargetUrl> numbered(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + i)
        .map(answer -> address(RawTarget.answering(answer)))
        .toList();
  }

  private TargetUrl address(RawTarget target) {
    targets.add(target);
    return Front.target(target.port()).url();
  }

  private static BalanceConfig policy(Policy policy, Queue queue) {
    return new BalanceConfig(policy, Optional.empty(), Optional.empty(), Duration.ZERO, queue);
  }

  private static BalanceConfig hashOf(HashKey.Source source) {
    return new BalanceConfig(
        Policy.HASH,
        Optional.of(new HashKey(source, "user")),
        Optional.empty(),
        Duration.ZERO,
        QUEUE);
  }

  private static BalanceConfig sticky() {
    return new BalanceConfig(
        Policy.ROUND_ROBIN, Optional.empty(), Optional.of("route"), Duration.ZERO, QUEUE);
  }

  private static Front front(BalanceConfig balance, TargetConfig... targets) {
    return Front.before(
        vertx,
        new UpstreamConfig(
            List.of(targets), Front.PATIENT, balance, HealthConfig.NONE, RetryConfig.DEFAULT));
  }

  private static TargetConfig[] plain(List<TargetUrl> addresses) {
    return addresses.stream().map(TargetConfig::new).toArray(TargetConfig[]::new);
  }

  private static HttpResponse<String> get(Front front, String path, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(front.url(path)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> answers(Front front, int count) throws Exception {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(get(front, "/").body());
    }
    return answers;
  }

  @Test
  void weightsAreShares() throws Exception {
    List<TargetUrl> at = numbered(2);
    try (Front front =
        front(
            policy(Policy.ROUND_ROBIN, QUEUE),
            new TargetConfig(at.get(0), 3, false, Optional.empty()),
            new TargetConfig(at.get(1)))) {

      List<String> answers = answers(front, 8);

      assertThat(answers).filteredOn("0"::equals).hasSize(6);
    }
  }

  @Test
  void theFirstThatIsWellGetsEverything() throws Exception {
    try (Front front = front(policy(Policy.FIRST, QUEUE), plain(numbered(3)))) {

      assertThat(answers(front, 4)).containsOnly("0");
    }
  }

  @Test
  void aBackupServesOnlyWhenNoOtherCan() throws Exception {
    List<TargetUrl> at = numbered(2);
    TargetConfig backup = new TargetConfig(at.get(0), 1, true, Optional.empty());
    try (Front front = front(BalanceConfig.DEFAULT, backup, new TargetConfig(at.get(1)))) {

      assertThat(answers(front, 3)).containsOnly("1");

      targets.get(1).close();
      assertThat(answers(front, 3)).containsOnly("0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEADER, /, User",
    "COOKIE, /, ",
    "QUERY, /?a=b&user=VALUE, ",
    "ANY, /?user=VALUE, ",
    "ANY, /, user"
  })
  void theSameKeyLeadsToTheSameTarget(HashKey.Source source, String path, String header)
      throws Exception {
    try (Front front = front(hashOf(source), plain(numbered(4)))) {
      List<String> chosen = new ArrayList<>();

      for (int user = 0; user < 12; user++) {
        List<String> own = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          String[] field =
              header == null
                  ? new String[] {"Cookie", "a=b; user=u" + user}
                  : new String[] {header, "u" + user};
          own.add(get(front, path.replace("VALUE", "u" + user), field).body());
        }
        assertThat(own).containsOnly(own.get(0));
        chosen.add(own.get(0));
      }

      assertThat(Set.copyOf(chosen)).hasSizeGreaterThan(1);
    }
  }

  @Test
  void withoutTheKeyEachInTurn() throws Exception {
    try (Front front = front(hashOf(HashKey.Source.HEADER), plain(numbered(2)))) {

      assertThat(answers(front, 4)).containsExactly("0", "1", "0", "1");
    }
  }

  @Test
  void theSameClientAddressLeadsToTheSameTarget() throws Exception {
    try (Front front = front(policy(Policy.IP_HASH, QUEUE), plain(numbered(4)))) {

      assertThat(answers(front, 6).stream().distinct()).hasSize(1);
    }
  }

  @Test
  void aClientKeepsItsTargetByACookieThatTellsNothing() throws Exception {
    try (Front front = front(sticky(), plain(numbered(3)))) {
      HttpResponse<String> first = get(front, "/");
      String cookie = first.headers().firstValue("set-cookie").orElseThrow();
      String pair = cookie.substring(0, cookie.indexOf(';'));

      assertThat(cookie).matches("route=[A-Za-z0-9_-]{16}; Path=/; HttpOnly; SameSite=Lax");
      for (int i = 0; i < 4; i++) {
        HttpResponse<String> again = get(front, "/", "Cookie", "x=y; " + pair);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("set-cookie")).isEmpty();
      }
    }
  }

  @Test
  void aClientWhoseTargetIsGoneGetsAnother() throws Exception {
    try (Front front = front(sticky(), plain(numbered(2)))) {
      String cookie = get(front, "/").headers().firstValue("set-cookie").orElseThrow();
      targets.get(0).close();

      HttpResponse<String> next =
          get(front, "/", "Cookie", cookie.substring(0, cookie.indexOf(';')));

      assertThat(next.body()).isEqualTo("1");
      assertThat(next.headers().firstValue("set-cookie")).isPresent().isNotEqualTo(cookie);
    }
  }

  @Test
  void namesInCookiesAreTheSameForTheSameKeyOnly() {
    StickyIds one = StickyIds.ofThisProcess();

    assertThat(one.of("10.0.0.1:80")).isEqualTo(one.of("10.0.0.1:80"));
    assertThat(one.of("10.0.0.1:80")).isNotEqualTo(one.of("10.0.0.2:80"));
    assertThat(one.of("10.0.0.1:80")).isNotEqualTo(StickyIds.ofThisProcess().of("10.0.0.1:80"));
  }

  /** Answers when it is let. */
  private RawTarget holding() {
    return new RawTarget(
        peer -> {
          while (!peer.readHead().isEmpty()) {
            try {
              held.await();
            } catch (InterruptedException e) {
              return;
            }
            peer.say(RawTarget.OK);
          }
        });
  }

  private static CompletableFuture<Integer> status(Front front) {
    return HttpClient.newHttpClient()
        .sendAsync(
            HttpRequest.newBuilder(URI.create(front.url("/"))).build(),
            HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::statusCode);
  }

  private static void awaitActive(Front front, int active) {
    Eventually.until(active + " active", () -> front.target().active() == active);
  }

  @Test
  void whoFindsAllTargetsBusyWaitsAndTheNextIsRefused() throws Exception {
    TargetConfig single = new TargetConfig(address(holding()), 1, false, Optional.of(1));
    try (Front front = front(policy(Policy.ROUND_ROBIN, QUEUE), single)) {
      CompletableFuture<Integer> served = status(front);
      awaitActive(front, 1);
      CompletableFuture<Integer> waiting = status(front);
      Eventually.until("one waits", () -> front.upstream.state().waiting() == 1);

      HttpResponse<String> refused = get(front, "/");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(front.outcome().note())
          .isEqualTo("every target is busy and 1 requests wait already");
      assertThat(targets.get(0).connections).hasValue(1);
      held.countDown();
      assertThat(served.join()).isEqualTo(200);
      assertThat(waiting.join()).isEqualTo(200);
      awaitActive(front, 0);
    }
  }

  @Test
  void whoWaitsTooLongIsRefused() throws Exception {
    Queue brief = new Queue(10, Duration.ofMillis(50));
    TargetConfig single = new TargetConfig(address(holding()), 1, false, Optional.of(1));
    try (Front front = front(policy(Policy.ROUND_ROBIN, brief), single)) {
      CompletableFuture<Integer> served = status(front);
      awaitActive(front, 1);

      HttpResponse<String> refused = get(front, "/");

      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(front.outcome().note()).isEqualTo("every target was busy for 50ms");
      held.countDown();
      assertThat(served.join()).isEqualTo(200);
    }
  }

  @Test
  void whatABusyTargetCannotTakeGoesToTheOthers() throws Exception {
    TargetConfig busy = new TargetConfig(address(holding()), 1, false, Optional.of(1));
    TargetConfig free = new TargetConfig(numbered(1).get(0));
    try (Front front = front(policy(Policy.FIRST, QUEUE), busy, free)) {
      CompletableFuture<Integer> served = status(front);
      awaitActive(front, 1);

      assertThat(answers(front, 3)).containsOnly("0");

      held.countDown();
      assertThat(served.join()).isEqualTo(200);
    }
  }
}
