package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;
import site.config.ActionConfig;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.ActionConfig.HostHeader;
import site.config.BalanceConfig;
import site.config.HealthConfig;
import site.config.RetryConfig;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.HttpFailure;

/** Which requests are sent to another target, and which are not. */
class RetryTest {
  private static final Set<String> ALL = Set.of("connect", "timeout", "500", "502", "503", "504");
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final RetryConfig TWICE = new RetryConfig(2, ALL, SAFE, 1, false);
  private static final Timeouts HASTY =
      new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(20));
  private static Vertx vertx;

  private final List<RawTarget> targets = new ArrayList<>();

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
    for (RawTarget target : targets) {
      target.close();
    }
  }

  private RawTarget target(RawTarget target) {
    targets.add(target);
    return target;
  }

  private static RawTarget.Script saying(String answer) {
    return peer -> {
      while (!peer.readHead().isEmpty()) {
        peer.say(answer);
      }
    };
  }

  private Front front(RetryConfig retry, Timeouts timeouts, RawTarget.Script... scripts) {
    List<RawTarget> all = Arrays.stream(scripts).map(s -> target(new RawTarget(s))).toList();
    return front(retry, timeouts, false, all.stream().mapToInt(RawTarget::port).toArray());
  }

  private static Front front(
      RetryConfig retry, Timeouts timeouts, boolean buffering, int... ports) {
    UpstreamConfig upstream =
        new UpstreamConfig(
            IntStream.of(ports).mapToObj(Front::target).toList(),
            timeouts,
            BalanceConfig.DEFAULT,
            HealthConfig.NONE,
            retry);
    return Front.before(
        vertx,
        new ActionConfig.Proxy(
            Optional.empty(),
            upstream,
            HostHeader.KEEP,
            ForwardedHeaders.X,
            buffering,
            false,
            false));
  }

  private static HttpResponse<String> send(Front front, String method, String body)
      throws Exception {
    HttpRequest.BodyPublisher publisher =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(front.url("/"))).method(method, publisher).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String answer(int status) {
    return "HTTP/1.1 " + status + " X\r\nContent-Length: 3\r\n\r\n" + status;
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void anAnswerAnotherMayDoBetterThanIsNotPassedOn(int status) throws Exception {
    try (Front front = front(TWICE, Front.PATIENT, saying(answer(status)), saying(RawTarget.OK))) {

      HttpResponse<String> response = send(front, "GET", "");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(front.target().failures()).isEqualTo(1);
      Eventually.until(
          "nothing is left",
          () -> front.upstream.state().targets().stream().allMatch(t -> t.active() == 0));
    }
  }

  @Test
  void withNobodyLeftTheAnswerIsPassedOn() throws Exception {
    try (Front front = front(TWICE, Front.PATIENT, saying(answer(503)), saying(answer(502)))) {

      HttpResponse<String> response = send(front, "GET", "");

      assertThat(response.statusCode()).isEqualTo(502);
      assertThat(response.body()).isEqualTo("502");
    }
  }

  @Test
  void anAnswerNobodyAskedToRetryIsPassedOn() throws Exception {
    try (Front front = front(TWICE, Front.PATIENT, saying(answer(404)), saying(RawTarget.OK))) {

      assertThat(send(front, "GET", "").statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, ''", "POST, abc", "PUT, abc", "GET, abc", "DELETE, ''"})
  void whatIsNotSafeOrCannotBeSentAgainIsNot(String method, String body) throws Exception {
    RawTarget.Script refusing =
        peer -> {
          peer.readHead();
          peer.in().readNBytes(body.length());
          peer.say(answer(503));
        };
    try (Front front = front(TWICE, Front.PATIENT, refusing, saying(RawTarget.OK))) {

      assertThat(send(front, method, body).statusCode()).isEqualTo(503);
      assertThat(targets.get(1).connections).hasValue(0);
    }
  }

  @Test
  void aTargetThatBreaksOffBeforeItsAnswerIsLeft() throws Exception {
    try (Front front =
        front(TWICE, Front.PATIENT, RawTarget.Peer::readHead, saying(RawTarget.OK))) {

      assertThat(send(front, "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTargetThatTalksNonsenseIsLeft() throws Exception {
    try (Front front =
        front(TWICE, Front.PATIENT, saying("nonsense\r\n\r\n"), saying(RawTarget.OK))) {

      assertThat(send(front, "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTargetThatHangsIsLeft() throws Exception {
    try (Front front = front(TWICE, HASTY, RawTarget.Peer::awaitClose, saying(RawTarget.OK))) {

      assertThat(send(front, "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTargetThatClosesAKeptConnectionAndIsGoneIsLeft() throws Exception {
    RawTarget.Script leaving =
        peer -> {
          peer.readHead();
          peer.say(RawTarget.OK).readHead();
        };
    try (Front front = front(TWICE, Front.PATIENT, leaving, saying(RawTarget.OK))) {
      send(front, "GET", "");
      send(front, "GET", "");
      targets.get(0).refuse();

      HttpResponse<String> third = send(front, "GET", "");

      assertThat(third.statusCode()).as(front.outcome().note()).isEqualTo(200);
      assertThat(front.target().requests()).as("the kept connection, and a new one").isEqualTo(3);
    }
  }

  @Test
  void aKeptConnectionThatClosesIsNoAttempt() throws Exception {
    RawTarget.Script dying =
        peer -> {
          if (peer.number() == 1) {
            peer.readHead();
            peer.say(RawTarget.OK);
          }
          peer.readHead();
        };
    try (Front front = front(TWICE, Front.PATIENT, dying, saying(RawTarget.OK))) {
      send(front, "GET", "");
      send(front, "GET", "");

      HttpResponse<String> third = send(front, "GET", "");

      assertThat(third.statusCode()).as(front.outcome().note()).isEqualTo(200);
    }
  }

  @Test
  void aTargetThatBreaksOffBetweenHeadAndBodyIsLeft() throws Exception {
    RawTarget.Script headOnly =
        peer -> {
          peer.readHead();
          peer.say("HTTP/1.1 200 OK\r\nX-Of: first\r\nContent-Length: 2\r\n\r\n");
        };
    try (Front front = front(TWICE, Front.PATIENT, headOnly, saying(RawTarget.OK))) {

      HttpResponse<String> response = send(front, "GET", "");

      assertThat(response.statusCode()).as(front.outcome().note()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.headers().map()).doesNotContainKey("x-of");
      assertThat(front.target().failures()).isEqualTo(1);
    }
  }

  @Test
  void aTargetThatHangsBetweenHeadAndBodyIsLeft() throws Exception {
    RawTarget.Script headOnly =
        peer -> {
          peer.readHead();
          peer.say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n").awaitClose();
        };
    Timeouts hasty =
        new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(1));
    try (Front front = front(TWICE, hasty, headOnly, saying(RawTarget.OK))) {

      assertThat(send(front, "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void onceTheClientHasSeenSomethingNothingIsSentAgain() throws Exception {
    RawTarget.Script half =
        peer -> {
          peer.readHead();
          peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        };
    try (Front front = front(TWICE, Front.PATIENT, half, saying(RawTarget.OK))) {

      String read =
          RawClient.exchange(front, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(read).startsWith("HTTP/1.1 200 ").endsWith("half");
      assertThat(targets.get(1).connections).hasValue(0);
    }
  }

  @Test
  void aBufferedBodyIsSentAgainWhole() throws Exception {
    RetryConfig puts = new RetryConfig(3, ALL, Set.of("PUT"), 1, false);
    String body = "0123456789".repeat(30_000);
    RawTarget impatient =
        target(
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.in().readNBytes(100_000);
                }));
    RawTarget echo =
        target(
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  String sent =
                      new String(peer.in().readNBytes(body.length()), StandardCharsets.UTF_8);
                  peer.say(
                      "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Length: "
                          + head.replaceAll("(?is).*content-length: (\\d+).*", "$1")
                          + "\r\n\r\n"
                          + sent);
                }));
    try (Front front =
        front(puts, Front.PATIENT, true, impatient.port(), impatient.port(), echo.port())) {

      HttpResponse<String> response = send(front, "PUT", body);

      assertThat(response.statusCode()).as(front.outcome().note()).isEqualTo(200);
      assertThat(response.body()).isEqualTo(body);
      assertThat(response.headers().firstValue("x-length")).contains("" + body.length());
    }
  }

  @Test
  void theBudgetBoundsWhatIsSentAgain() throws Exception {
    RetryConfig modest = new RetryConfig(2, ALL, SAFE, 0.1, false);
    try (Front front = front(modest, Front.PATIENT, saying(answer(503)), saying(answer(503)))) {

      for (int i = 0; i < 50; i++) {
        send(front, "GET", "");
      }

      long sent =
          front.upstream.state().targets().stream()
              .mapToLong(UpstreamState.TargetState::requests)
              .sum();
      assertThat(sent).as("50 and the stock of 10 and a tenth").isGreaterThanOrEqualTo(50 + 10 + 5);
      assertThat(front.upstream.state().retries()).isEqualTo(sent - 50);
    }
  }

  @Test
  void everyRequestATargetTakesWithItWhenItGoesIsSentToAnother() throws Exception {
    CountDownLatch arrived = new CountDownLatch(60);
    RawTarget.Script dying =
        peer -> {
          peer.readHead();
          arrived.countDown();
          ProxyStreamingTest.awaitQuietly(arrived);
        };
    try (Front front = front(RetryConfig.DEFAULT, Front.PATIENT, dying, saying(RawTarget.OK))) {

      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      HttpRequest request = HttpRequest.newBuilder(URI.create(front.url("/"))).build();
      List<CompletableFuture<HttpResponse<String>>> all =
          IntStream.range(0, 120)
              .mapToObj(i -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
              .toList();

      assertThat(all).allSatisfy(one -> assertThat(one.join().statusCode()).isEqualTo(200));
      assertThat(front.target().failures()).isEqualTo(60);
    }
  }

  @Test
  void aRetryThatIsAnsweredWellCostsNothing() throws Exception {
    RetryConfig modest = new RetryConfig(2, ALL, SAFE, 0.01, false);
    try (Front front = front(modest, Front.PATIENT, saying(answer(503)), saying(RawTarget.OK))) {

      for (int i = 0; i < 60; i++) {
        assertThat(send(front, "GET", "").statusCode()).isEqualTo(200);
      }

      assertThat(front.upstream.state().retries()).isEqualTo(30);
    }
  }

  @Test
  void whatIsGivenBackIsNoMoreThanTheMostThereIs() {
    RetryBudget budget = new RetryBudget(1, 0);
    IntStream.range(0, 1000).forEach(i -> budget.earn(i));

    budget.giveBack(50);

    assertThat(spent(budget)).isEqualTo(100);
    budget.giveBack(3);
    assertThat(spent(budget)).isEqualTo(3);
  }

  @Test
  void aPartOfTheRequestsMayBeSentAgainAndTenInStock() {
    RetryBudget budget = new RetryBudget(0.1, 0);

    assertThat(spent(budget)).isEqualTo(10);
    IntStream.range(0, 50).forEach(i -> budget.earn(i));

    assertThat(spent(budget)).isEqualTo(5);
  }

  @Test
  void everySecondOfUseFillsTheStockAgain() {
    long second = Duration.ofSeconds(1).toNanos();
    RetryBudget budget = new RetryBudget(0.1, 0);
    spent(budget);

    budget.earn(second - 1);
    assertThat(spent(budget)).isZero();
    budget.earn(second);
    budget.earn(second + 1);

    assertThat(spent(budget)).isEqualTo(10);
  }

  @Test
  void withoutABudgetNothingIsSentAgain() {
    assertThat(spent(new RetryBudget(0, 0))).isZero();
  }

  private static int spent(RetryBudget budget) {
    int spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void withoutAnyOtherTheOnlyTargetIsAskedAgainOnlyOnRequest() throws Exception {
    RetryConfig insisting = new RetryConfig(2, ALL, SAFE, 1, true);
    RawTarget.Script second =
        peer -> {
          peer.readHead();
          peer.say(peer.number() % 2 == 1 ? answer(503) : RawTarget.OK);
        };
    try (Front once = front(TWICE, Front.PATIENT, second);
        Front twice = front(insisting, Front.PATIENT, second)) {

      assertThat(send(once, "GET", "").statusCode()).isEqualTo(503);
      assertThat(send(twice, "GET", "").statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          503     | GET  | true  | 1 | true
          503     | GET  | true  | 2 | false
          503     | POST | true  | 1 | false
          503     | GET  | false | 1 | false
          500     | GET  | true  | 1 | false
          404     | GET  | true  | 1 | false
          timeout | GET  | true  | 1 | true
          broken  | GET  | true  | 1 | true
          client  | GET  | true  | 1 | false
          """)
  void decidesByCauseMethodBodyAndNumber(
      String why, String method, boolean replayable, int sent, boolean retried) {
    RetryConfig rules = new RetryConfig(2, Set.of("timeout", "502", "503"), SAFE, 1, false);
    Throwable cause =
        switch (why) {
          case "timeout" -> new HttpFailure(504, "late");
          case "broken" -> new HttpClosedException("closed");
          case "client" -> new HttpFailure(408, "the client is slow");
          default -> new UnwantedAnswer(null, Integer.parseInt(why));
        };

    assertThat(RetryPolicy.mayRetry(rules, HttpMethod.valueOf(method), replayable, cause, sent))
        .isEqualTo(retried);
  }
}
