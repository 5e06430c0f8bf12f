package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Vertx;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands behind the last chunk and is no header field is refused, from either side. */
class MalformedTrailersTest {
  private static final String CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static void look(String body, int piece) {
    TrailerCheck check = new TrailerCheck();
    for (int at = 0; at < body.length(); at += piece) {
      String next = body.substring(at, Math.min(body.length(), at + piece));
      ByteBuf bytes = Unpooled.copiedBuffer(next, ISO_8859_1);
      check.look(bytes, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\nno colon\r\n\r\n",
        "0\r\nnocolon\r\n\r\n",
        "5\r\nhello\r\n0\r\na: b\r\n c\r\n\r\n",
        "5;x=y\r\nhello\r\n0\r\na : b\r\n\r\n",
        "0\r\n: b\r\n\r\n",
        "0\r\na: \u0001\r\n\r\n",
      })
  void isNoTrailer(String body) {
    for (int piece : new int[] {1, 2, 3, 1000}) {
      assertThatThrownBy(() -> look(body, piece)).isInstanceOf(MalformedAnswer.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0\r\n\r\n",
        "0\r\na: b\r\nc:\r\n\r\n",
        "1A;x=\"y\"\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\na: b\r\n\r\n",
        "5\r\n0\r\nno\r\n0\r\na: b\r\n\r\n",
      })
  void isFine(String body) {
    for (int piece : new int[] {1, 2, 3, 1000}) {
      look(body, piece);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", "nocolon", "a : b", " a: b", "a: \u0001"})
  void anAnswerThatEndsInNonsenseIsNotTakenForWhole(String trailer) throws IOException {
    String answer = CHUNKED + "5\r\nhello\r\n0\r\n" + trailer + "\r\n\r\n";
    try (RawTarget target = RawTarget.answering(answer);
        Front front = Front.before(vertx, target.port())) {

      String read = RawClient.exchange(front, GET);

      assertThat(read).doesNotContain("HTTP/1.1 200 ");
      assertThat(front.outcome().status()).isEqualTo(502);
    }
  }

  @Test
  void anAnswerWithTrailersPasses() throws IOException {
    try (RawTarget target = RawTarget.answering(CHUNKED + "5\r\nhello\r\n0\r\na: b\r\n\r\n");
        Front front = Front.before(vertx, target.port())) {

      assertThat(RawClient.exchange(front, GET)).endsWith("5\r\nhello\r\n0\r\na: b\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no colon", "nocolon", "a : b", ": b", "a: \u0001"})
  void aRequestThatEndsInNonsenseIsBrokenOff(String trailer) throws IOException {
    try (RawTarget target = new RawTarget(RawTarget.Peer::awaitClose);
        Front front = Front.before(vertx, target.port())) {

      String read =
          RawClient.exchange(
              front,
              "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                  + "5\r\nhello\r\n0\r\n"
                  + trailer
                  + "\r\n\r\n");

      assertThat(read).doesNotContain("HTTP/1.1 200 ");
      assertThat(front.outcome().status()).isGreaterThanOrEqualTo(400);
    }
  }
}
