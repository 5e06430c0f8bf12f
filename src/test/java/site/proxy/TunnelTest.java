package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.proxy.Front.Settings;

/** Connections that become something else than HTTP. */
class TunnelTest {
  private static final String UPGRADE =
      "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: chat\r\n\r\n";
  private static final String SWITCHED =
      "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\nX-Chat: 1\r\n\r\n";

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static HttpServer echo() {
    return Front.await(
        vertx
            .createHttpServer()
            .webSocketHandler(
                socket ->
                    socket.textMessageHandler(
                        text -> {
                          if (text.equals("bye")) {
                            socket.close((short) 4001, "bye");
                          } else {
                            socket.writeTextMessage(socket.headers().get("host") + " " + text);
                          }
                        }))
            .listen(0, "127.0.0.1"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void webSocketsPass() throws Exception {
    HttpServer echo = echo();
    try (Front front = Front.before(vertx, echo.actualPort())) {
      Mailbox mailbox = new Mailbox();
      WebSocket socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:" + front.port() + "/"), mailbox)
              .get(30, TimeUnit.SECONDS);
      String large = "x".repeat(60_000);

      socket.sendText("hello", true).get(30, TimeUnit.SECONDS);
      socket.sendText(large, true).get(30, TimeUnit.SECONDS);

      String host = "127.0.0.1:" + front.port() + " ";
      assertThat(mailbox.next()).isEqualTo(host + "hello");
      assertThat(mailbox.next()).isEqualTo(host + large);
      assertThat(front.target().active()).isEqualTo(1);

      socket.sendText("bye", true).get(30, TimeUnit.SECONDS);

      assertThat(mailbox.closed.get(30, TimeUnit.SECONDS)).isEqualTo("4001 bye");
      Eventually.until("the tunnel is over", () -> front.target().active() == 0);
    } finally {
      Front.await(echo.close());
    }
  }

  @Test
  void whatWasSaidWithTheAnswerIsDelivered() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED + "welcome");
                  String word = new String(peer.in().readNBytes(4), ISO_8859_1);
                  peer.say("you said " + word);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String welcome = client.say(UPGRADE).readUntil("welcome");
      String rest = client.say("abcd").readAll();

      assertThat(welcome)
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nconnection: upgrade\r\n")
          .containsIgnoringCase("\r\nupgrade: chat\r\n")
          .containsIgnoringCase("\r\nx-chat: 1\r\n");
      assertThat(rest).isEqualTo("you said abcd");
    }
  }

  @Test
  void aTargetMayLeaveAtOnceAfterItsLastWord() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED + "and good bye");
                });
        Front front = Front.before(vertx, target.port())) {

      for (int i = 0; i < 20; i++) {
        assertThat(RawClient.exchange(front, UPGRADE)).endsWith("and good bye");
      }
    }
  }

  @Test
  void whoHasEndedItsHalfStillHearsTheOther() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED);
                  String said = new String(peer.in().readAllBytes(), ISO_8859_1);
                  peer.say("you said " + said);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(UPGRADE).readUntil("\r\n\r\n");

      client.say("all of it").socket.shutdownOutput();

      assertThat(client.readAll()).isEqualTo("you said all of it");
      Eventually.until("the tunnel is over", () -> front.target().active() == 0);
    }
  }

  /** So much that some of it is held back, here and in the system's buffers, when the end comes. */
  static IntStream lengths() {
    return IntStream.range(0, 40).map(i -> 4_000_000 + i * 65_001);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void whoIsSlowHearsAllThatWasSaidBeforeTheEnd(int length) throws Exception {
    CompletableFuture<Integer> heard = new CompletableFuture<>();
    CountDownLatch allSaid = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED);
                  atMost(50, allSaid);
                  heard.complete(peer.in().readAllBytes().length);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(UPGRADE).readUntil("\r\n\r\n");

      client.say("x".repeat(length)).socket.shutdownOutput();
      allSaid.countDown();

      assertThat(heard.get(20, TimeUnit.SECONDS)).isEqualTo(length);
    }
  }

  /** Whoever counts down may himself be waiting for the one who asks. */
  private static void atMost(int millis, CountDownLatch latch) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTargetThatHasEndedItsHalfStillHearsTheClient() throws Exception {
    CompletableFuture<String> heard = new CompletableFuture<>();
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED + "go on").socket().shutdownOutput();
                  heard.complete(new String(peer.in().readAllBytes(), ISO_8859_1));
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(UPGRADE).readUntil("\r\n\r\n");

      assertThat(client.readAll()).isEqualTo("go on");
      client.say("x".repeat(1_000_000)).close();

      assertThat(heard.get(20, TimeUnit.SECONDS)).hasSize(1_000_000);
      Eventually.until("the tunnel is over", () -> front.target().active() == 0);
    }
  }

  @Test
  void halfATunnelThatSaysNothingEnds() throws Exception {
    var hasty =
        new site.config.UpstreamConfig.Timeouts(
            java.time.Duration.ofSeconds(5),
            java.time.Duration.ofSeconds(5),
            java.time.Duration.ofMillis(200));
    CountDownLatch over = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED).awaitClose();
                  await(over);
                });
        Front front = Settings.PLAIN.timeouts(hasty).before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(UPGRADE).readUntil("\r\n\r\n");

      client.socket.shutdownOutput();

      assertThat(client.readAll()).isEmpty();
      over.countDown();
      Eventually.until("the tunnel is over", () -> front.target().active() == 0);
    }
  }

  @Test
  void aTunnelMaySayNothingForLong() throws Exception {
    var hasty =
        new site.config.UpstreamConfig.Timeouts(
            java.time.Duration.ofSeconds(5),
            java.time.Duration.ofSeconds(20),
            java.time.Duration.ofMillis(100));
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED);
                  peer.socket().setSoTimeout(500);
                  try {
                    peer.in().read();
                  } catch (java.net.SocketTimeoutException quiet) {
                    peer.say("still here");
                  }
                });
        Front front = Settings.PLAIN.timeouts(hasty).before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      assertThat(client.say(UPGRADE).readAll()).endsWith("still here");
    }
  }

  @Test
  void theTargetHearsWhenTheClientLeaves() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say(SWITCHED).awaitClose();
                  closed.countDown();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      client.say(UPGRADE).readUntil("\r\n\r\n");

      client.abort();

      assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
      Eventually.until("the tunnel is over", () -> front.target().active() == 0);
    }
  }

  @Test
  void aRefusedUpgradeIsAnOrdinaryAnswer() throws Exception {
    try (RawTarget target =
            RawTarget.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String first = client.say(UPGRADE).readUntil("\r\n\r\nno");
      String second = client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\nno");

      assertThat(first).startsWith("HTTP/1.1 403 ");
      assertThat(second).startsWith("HTTP/1.1 403 ");
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }
}
