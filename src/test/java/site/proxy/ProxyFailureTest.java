package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.UpstreamConfig.Timeouts;
import site.proxy.Front.Outcome;
import site.proxy.Front.Settings;

/** Targets that are down, hang, break off or talk nonsense, and clients that go away. */
class ProxyFailureTest {
  private static final Settings HASTY =
      Settings.PLAIN.timeouts(
          new Timeouts(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofMillis(200)));

  /** Hasty only once the head of an answer is there, which a busy machine may need a while for. */
  private static final Settings HASTY_IN_BODIES =
      Settings.PLAIN.timeouts(
          new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(1)));

  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static final String POST =
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc";

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** However a request ends, nothing of it stays behind. */
  private static void assertNothingIsLeft(Front front) {
    Eventually.until(
        "no request is active: " + front.upstream,
        () -> front.upstream.state().targets().stream().allMatch(target -> target.active() == 0));
  }

  @Test
  void aTargetThatIsDownIsABadGateway() throws IOException {
    int port = ProxyActionTest.unused();
    try (Front front = Front.before(vertx, port)) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome())
          .isEqualTo(new Outcome(502, "connect refused by 127.0.0.1:" + port));
      assertThat(front.target().failures()).isEqualTo(1);
      assertNothingIsLeft(front);
    }
  }

  @Test
  void triesEveryTargetBeforeGivingUp() throws IOException {
    try (Front front = Front.before(vertx, ProxyActionTest.unused(), ProxyActionTest.unused())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 502 ");
      assertThat(front.upstream.state().targets())
          .extracting(UpstreamState.TargetState::failures)
          .containsExactly(1L, 1L);
      assertNothingIsLeft(front);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, POST})
  void goesToTheNextTargetWhileNothingWasSent(String request) throws IOException {
    try (RawTarget alive = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, ProxyActionTest.unused(), alive.port())) {

      for (int i = 0; i < 4; i++) {
        assertThat(RawClient.exchange(front, request)).startsWith("HTTP/1.1 200 ");
      }

      assertNothingIsLeft(front);
    }
  }

  @Test
  void aTargetThatDoesNotAnswerTimesOut() throws IOException {
    try (RawTarget silent = new RawTarget(RawTarget.Peer::awaitClose);
        Front front = HASTY.before(vertx, silent.port())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 504 ");
      assertThat(front.outcome().note())
          .isEqualTo("127.0.0.1:" + silent.port() + ": timeout waiting for headers after 200 ms");
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aTargetThatFallsSilentInItsBodyIsBrokenOff() throws IOException {
    try (RawTarget slow =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun").awaitClose();
                });
        Front front = HASTY_IN_BODIES.before(vertx, slow.port())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("begun");
      assertThat(front.outcome().note()).endsWith("was silent for 1s in the response");
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aClientThatFallsSilentInItsBodyTimesOut() throws IOException {
    try (RawTarget target = new RawTarget(RawTarget.Peer::awaitClose);
        Front front = HASTY.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String answer =
          client
              .say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na")
              .readUntil("\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 408 ");
      assertNothingIsLeft(front);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\n: empty\r\n\r\n",
        "HTTP/3.7 200 OK\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "\u0000\u0001\u0002",
        ""
      })
  void anAnswerThatIsNoneIsABadGateway(String nonsense) throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(nonsense);
                });
        Front front = Front.before(vertx, target.port())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(withoutInterim(answer)).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).contains("127.0.0.1:" + target.port());
      assertThat(front.target().failures()).isEqualTo(1);
      assertNothingIsLeft(front);
    }
  }

  /** What is said before the answer passes, whatever comes of the answer. */
  private static String withoutInterim(String answer) {
    return answer.replaceFirst("^HTTP/1.1 102 Processing\r\n\r\n", "");
  }

  @Test
  void anEndlessHeadIsABadGateway() throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\n");
                  for (int i = 0; i < 1_000_000; i++) {
                    peer.say("X-Field-" + i + ": more and more\r\n");
                  }
                });
        Front front = Front.before(vertx, target.port())) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");

      assertNothingIsLeft(front);
    }
  }

  @Test
  void whatFollowsAnAnswerIsNotTheNextOne() throws IOException {
    try (RawTarget target = RawTarget.answering(RawTarget.OK + RawTarget.OK.replace("ok", "no"));
        Front front = Front.before(vertx, target.port())) {

      for (int i = 0; i < 5; i++) {
        assertThat(RawClient.exchange(front, GET)).endsWith("ok");
      }

      assertThat(target.connections).hasValue(5);
      assertNothingIsLeft(front);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nbegun\r\n"
      })
  void aTargetThatBreaksOffBreaksOffTheResponse(String begun) throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(begun);
                });
        Front front = Front.before(vertx, target.port())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer)
          .startsWith("HTTP/1.1 200 OK")
          .contains("begun")
          .doesNotContain("\r\n0\r\n");
      assertThat(front.outcome().note()).contains("broke off after 5 body bytes");
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aTargetThatBreaksOffBeforeTheBodyIsABadGateway() throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX-Theirs: 1\r\n\r\n");
                });
        Front front = Front.before(vertx, target.port())) {

      String answer = RawClient.exchange(front, GET);

      assertThat(answer).startsWith("HTTP/1.1 502 ").doesNotContain("x-theirs");
      assertThat(answer).doesNotContain("content-length: 100");
    }
  }

  @Test
  void aTargetThatBreaksOffResetsTheStream() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun");
                });
        Front front = Front.before(vertx, target.port())) {

      Future<Buffer> body =
          H2.onLoop(
                  vertx,
                  () -> H2.request(vertx, front, HttpMethod.GET).compose(HttpClientRequest::send))
              .compose(HttpClientResponse::body);

      Eventually.until("the response is over", body::isComplete);
      assertThat(body.cause()).isInstanceOf(StreamResetException.class);
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aStreamWithoutABodyIsARequestWithoutOne() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  peer.say(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
                });
        Front front = Front.before(vertx, target.port())) {

      String head =
          Front.await(
                  H2.onLoop(
                      vertx,
                      () ->
                          H2.request(vertx, front, HttpMethod.GET)
                              .compose(
                                  request -> {
                                    request.headers().add("cookie", "a=1").add("cookie", "b=2");
                                    return request.send();
                                  })
                              .compose(HttpClientResponse::body)))
              .toString();

      assertThat(head.toLowerCase(java.util.Locale.ROOT))
          .startsWith("get / http/1.1\r\n")
          .contains("via: 2.0 site.jar", "cookie: a=1; b=2")
          .doesNotContain("transfer-encoding", "content-length", ":path");
    }
  }

  @Test
  void aStreamWithABodyOfUnknownLengthBecomesChunks() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  String body =
                      new String(
                          peer.in().readNBytes("3\r\nabc\r\n0\r\n\r\n".length()), ISO_8859_1);
                  String all = head + body;
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + all.length() + "\r\n\r\n" + all);
                });
        Front front = Front.before(vertx, target.port())) {

      String all =
          Front.await(
                  H2.onLoop(
                      vertx,
                      () ->
                          H2.request(vertx, front, HttpMethod.POST)
                              .compose(
                                  request -> {
                                    request.write("abc");
                                    request.end();
                                    return request.response();
                                  })
                              .compose(HttpClientResponse::body)))
              .toString();

      assertThat(all).contains("chunked").endsWith("3\r\nabc\r\n0\r\n\r\n");
    }
  }

  @Test
  void aConnectionClosedWhileIdleIsNotNoticed() throws IOException {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(RawTarget.OK);
                });
        Front front = Front.before(vertx, target.port())) {

      for (int i = 0; i < 50; i++) {
        assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 200 ");
      }

      assertNothingIsLeft(front);
    }
  }

  /** Closes a kept connection only when the second request is on its way. */
  private static RawTarget stale(CountDownLatch swallowed) {
    return new RawTarget(
        peer -> {
          peer.readHead();
          peer.say(RawTarget.OK);
          if (peer.number() == 1 && !peer.readHead().isEmpty()) {
            swallowed.countDown();
          }
        });
  }

  @Test
  void aRequestAnIdleConnectionSwallowedIsSentAgain() throws Exception {
    CountDownLatch swallowed = new CountDownLatch(1);
    try (RawTarget target = stale(swallowed);
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
      client.say(request).readUntil("\r\n\r\nok");

      String second = client.say(request).readUntil("\r\n\r\nok");

      assertThat(second).startsWith("HTTP/1.1 200 ");
      assertThat(swallowed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(target.connections).hasValue(2);
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aPostIsNeverSentTwice() throws Exception {
    CountDownLatch swallowed = new CountDownLatch(1);
    try (RawTarget target = stale(swallowed);
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\nok");

      String second = client.say(POST).readAll();

      assertThat(second).startsWith("HTTP/1.1 502 ");
      assertThat(swallowed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(target.connections).hasValue(1);
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aFreshConnectionThatClosesIsNotTriedAgain() throws Exception {
    try (RawTarget target = new RawTarget(RawTarget.Peer::readHead);
        Front front = Front.before(vertx, target.port())) {

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 502 ");

      assertThat(target.connections).hasValue(1);
      assertThat(front.outcome().note()).endsWith("closed the connection without a response");
    }
  }

  @Test
  void aClientThatGoesAwayTakesItsRequestWithIt() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch closed = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  arrived.countDown();
                  peer.awaitClose();
                  closed.countDown();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(GET);
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

      client.abort();

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(front.outcome().status()).isEqualTo(499);
      assertThat(front.target().failures()).isZero();
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aClientThatGoesAwayInTheMiddleTakesTheResponseWithIt() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun").awaitClose();
                  closed.countDown();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(GET).readUntil("begun");

      client.abort();

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aClientThatGoesAwayInItsBodyTakesTheRequestWithIt() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  arrived.countDown();
                  peer.awaitClose();
                  closed.countDown();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegun");
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

      client.abort();

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertNothingIsLeft(front);
    }
  }

  @Test
  void brokenChunksOfAClientNeverBecomeAWholeBody() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<String> rest = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.in().readNBytes("3\r\nabc\r\n".length());
                  begun.countDown();
                  rest.complete(new String(peer.in().readAllBytes(), ISO_8859_1));
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

      client.say("x\r\n");

      assertThat(rest.get(30, TimeUnit.SECONDS)).isEmpty();
      assertNothingIsLeft(front);
    }
  }

  @Test
  void anAnswerBeforeTheEndOfTheRequestIsPassedOn() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 413 Too Much\r\nContent-Length: 3\r\n\r\nbig").awaitClose();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String answer =
          client
              .say("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nbegun")
              .readUntil("\r\n\r\nbig");

      assertThat(answer).startsWith("HTTP/1.1 413 ");
      assertNothingIsLeft(front);
    }
  }

  @Test
  void aClosedUpstreamServesNobody() throws Exception {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, target.port())) {
      Front.await(front.upstream.close());

      assertThat(RawClient.exchange(front, GET)).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void closingAnUpstreamBreaksOffWhatHadItsTime() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  arrived.countDown();
                  peer.awaitClose();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(GET);
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

      Front.await(front.upstream.close());

      assertThat(client.readAll()).startsWith("HTTP/1.1 502 ");
      assertNothingIsLeft(front);
    }
  }

  /** Answers when it is told to. */
  private static RawTarget answeringAfter(CountDownLatch go, CountDownLatch arrived) {
    return new RawTarget(
        peer -> {
          while (!peer.readHead().isEmpty()) {
            arrived.countDown();
            ProxyStreamingTest.awaitQuietly(go);
            peer.say(RawTarget.OK);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {GET, POST})
  void requestsWaitForAConnectionAndSoDoNotTooMany(String waiting) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    Vertx oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (RawTarget target = answeringAfter(go, arrived);
        Front front = Settings.PLAIN.limits(new PoolLimits(1, 1)).before(oneLoop, target.port());
        RawClient first = new RawClient(front);
        RawClient second = new RawClient(front)) {
      first.say(GET);
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
      second.say(waiting);
      Eventually.until("the second waits", () -> front.target().active() == 2);

      String refused = RawClient.exchange(front, GET);
      go.countDown();

      assertThat(refused).startsWith("HTTP/1.1 503 ").contains("too many requests wait");
      assertThat(first.readAll()).startsWith("HTTP/1.1 200 ");
      assertThat(second.readAll()).startsWith("HTTP/1.1 200 ");
      assertThat(target.connections).hasValue(1);
      assertNothingIsLeft(front);
    } finally {
      Front.await(oneLoop.close());
    }
  }

  @Test
  void nobodyWaitsForAConnectionForever() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch arrived = new CountDownLatch(1);
    Timeouts hastyToConnect =
        new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(20), Duration.ofSeconds(20));
    Vertx oneLoop = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try (RawTarget target = answeringAfter(go, arrived);
        Front front =
            Settings.PLAIN
                .timeouts(hastyToConnect)
                .limits(new PoolLimits(1, 1))
                .before(oneLoop, target.port());
        RawClient first = new RawClient(front)) {
      first.say(GET);
      assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();

      String refused = RawClient.exchange(front, GET);
      go.countDown();

      assertThat(refused).startsWith("HTTP/1.1 503 ").contains("became free within 1s");
      assertThat(first.readAll()).startsWith("HTTP/1.1 200 ");
      assertNothingIsLeft(front);
    } finally {
      Front.await(oneLoop.close());
    }
  }

  @Test
  void aClientThatStopsReadingIsBrokenOff() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                  try {
                    while (true) {
                      peer.say("x".repeat(100_000));
                    }
                  } finally {
                    closed.countDown();
                  }
                });
        Front front = HASTY_IN_BODIES.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      client.say(GET).readUntil("\r\n\r\n");

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(front.outcome().note()).isEqualTo("the client takes no more of the response");
      assertThat(front.target().failures()).isZero();
      assertNothingIsLeft(front);
    }
  }
}
