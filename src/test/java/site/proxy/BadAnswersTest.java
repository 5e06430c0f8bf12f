package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.UpstreamConfig.Timeouts;
import site.proxy.Front.Settings;
import site.proxy.RawTarget.Peer;

/** Whatever nonsense a target answers, the answer to the next request is its own. */
class BadAnswersTest {
  private static final String GOOD =
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Word: good\r\n\r\ngood";
  private static final Settings HASTY =
      Settings.PLAIN.timeouts(
          new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5)));

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** A target that answers one thing to those who ask for it and is good to all others. */
  private static void play(Peer peer, AtomicReference<String> bad) throws IOException {
    for (String head = peer.readHead(); !head.isEmpty(); head = peer.readHead()) {
      peer.say(head.startsWith("GET /bad ") ? bad.get() : GOOD);
    }
  }

  private static String ask(Front front, String path) throws IOException {
    return RawClient.exchange(
        front, "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n"
            + "Content-Length: 2\r\n\r\n"
            + "okHTTP/1.1 200 OK\r\n"
            + "Content-Length: 4\r\n\r\n"
            + "evil",
        "HTTP/1.1 204 No Content\r\n\r\nevil",
        "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nX-Evil: evil",
        "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHTTP/1.1 404 evil\r\n\r\n",
      })
  void bytesBehindTheEndNeverReachAnybody(String answer) throws IOException {
    AtomicReference<String> bad = new AtomicReference<>(answer);
    try (RawTarget target = new RawTarget(peer -> play(peer, bad));
        Front front = HASTY.before(vertx, target.port())) {

      for (int i = 0; i < 5; i++) {
        assertThat(ask(front, "/bad")).doesNotContain("evil");
        assertThat(ask(front, "/good")).startsWith("HTTP/1.1 200 ").endsWith("good");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 xyz\r\n\r\n",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      })
  void nonsenseIsABadGateway(String answer) throws IOException {
    AtomicReference<String> bad = new AtomicReference<>(answer);
    try (RawTarget target = new RawTarget(peer -> play(peer, bad));
        Front front = HASTY.before(vertx, target.port())) {

      assertThat(ask(front, "/bad")).startsWith("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).isNotEmpty();
      assertThat(ask(front, "/good")).endsWith("good");
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }

  @Test
  void fieldsWithoutEndAreABadGateway() throws IOException {
    AtomicReference<String> bad =
        new AtomicReference<>("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000));
    try (RawTarget target = new RawTarget(peer -> play(peer, bad));
        Front front = Front.before(vertx, target.port())) {

      assertThat(ask(front, "/bad")).startsWith("HTTP/1.1 502 ");
      assertThat(ask(front, "/good")).endsWith("good");
    }
  }

  @Test
  void aFloodOfInterimAnswersIsABadGateway() throws IOException {
    AtomicReference<String> bad =
        new AtomicReference<>("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n".repeat(5_000));
    try (RawTarget target = new RawTarget(peer -> play(peer, bad));
        Front front = Front.before(vertx, target.port())) {

      assertThat(ask(front, "/bad")).contains("HTTP/1.1 502 ");
      assertThat(front.outcome().note()).contains("interim");
      assertThat(ask(front, "/good")).endsWith("good");
    }
  }
}
