package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads in which two readers may see two things are a bad gateway (RFC 9112). */
class MalformedHeadTest {
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

  /** A target that says the text after its first request, and something good ever after. */
  private static RawTarget once(String text, boolean byteByByte) {
    AtomicInteger answers = new AtomicInteger();
    return new RawTarget(
        peer -> {
          peer.socket().setTcpNoDelay(true);
          while (!peer.readHead().isEmpty()) {
            String answer = answers.getAndIncrement() == 0 ? text : RawTarget.OK;
            for (String piece : byteByByte ? answer.split("") : new String[] {answer}) {
              peer.say(piece);
            }
          }
        });
  }

  private static String unescaped(String text) {
    return text.replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\0", "\u0000")
        .replace("\\s", " ");
  }

  /** The head is written without its first line where that is the usual one. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-No-Colon | not a header field: \"X-No-Colon\"",
        "X-Space : a | not a header field",
        "Content-Length : 2 | not a header field",
        "Transfer-Encoding\\t: chunked | not a header field",
        ": a | not a header field",
        "X Y: a | not a header field",
        "X(: a | not a header field",
        "\\sX: a | white space in front of the first field",
        "X: a\\0b | a control character",
        "X: a\\rb | a control character",
        "X: a\\r\\n \\0 | a control character",
        "Content-Length: 2\\r\\nContent-Length: 3 | the content length \"2, 3\"",
        "Content-Length: 2\\r\\nContent-Length: 2 | the content length \"2, 2\"",
        "Content-Length: 2\\nX: a | Line Feed",
        "Content-Length: 2, 2 | the content length",
        "Content-Length: +2 | the content length",
        "Content-Length: -2 | the content length",
        "Content-Length: 2 2 | the content length",
        "Content-Length: 0x2 | the content length",
        "Content-Length: | the content length",
        "Content-Length: 2\\r\\n 2 | 2 2",
        "Content-Length: 99999999999999999999 | the content length",
        "Content-Length: 2\\r\\nTransfer-Encoding: chunked | beside a transfer coding",
        "Transfer-Encoding: chunked\\r\\nContent-Length: 2 | beside a transfer coding",
        "Transfer-Encoding: gzip, chunked | the transfer coding",
        "Transfer-Encoding: identity | the transfer coding",
        "Transfer-Encoding: xchunked | the transfer coding",
        "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked | the transfer coding",
        "HTTP/1.0 200 OK\\r\\nTransfer-Encoding: chunked | a transfer coding in HTTP/1.0",
        "HTTP/1.1 20 OK | not a status line",
        "HTTP/1.1 2000 OK | not a status line",
        "HTTP/1.1  200 OK | not a status line",
        "HTTP/1.1\\t200 OK | not a status line",
        "HTTP/1.1 099 OK | not a status line",
        "HTTP/1.1 200OK | not a status line",
        "HTTP/2.0 200 OK | not a status line",
        "http/1.1 200 OK | not a status line",
        "HTTP/1.1 200 O\\0K | a control character",
        "ICY 200 OK | not a status line",
        "\\r\\nHTTP/1.1 200 OK | not a status line",
      })
  void isABadGatewayAndSaysWhy(String head, String reason) throws IOException {
    String text = unescaped(head);
    boolean whole = text.matches("(?s)(\\R?(HTTP|http)/|ICY).*");
    String answer = (whole ? text : "HTTP/1.1 200 OK\r\n" + text) + "\r\n\r\nok";
    for (boolean byteByByte : new boolean[] {false, true}) {
      try (RawTarget target = once(answer, byteByByte);
          Front front = Front.before(vertx, target.port())) {

        String bad = RawClient.exchange(front, "POST" + GET.substring(3));
        String note = front.outcome().note();
        String good = RawClient.exchange(front, GET);

        assertThat(bad).startsWith("HTTP/1.1 502 ");
        assertThat(note).contains(reason);
        assertThat(good).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
        assertThat(target.connections.get()).isEqualTo(2);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200\r\nContent-Length:2\t\r\n\r\nok",
        "HTTP/1.1 200 \r\nContent-Length: 2\r\nX-Empty:\r\nX-Obs: \u00ff\r\n\r\nok",
        "HTTP/1.0 200 Very Well\r\ncontent-length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Fold: a\r\n b\r\n\tc\r\nContent-Length: 2\r\n\r\nok",
      })
  void whatIsOnlyUnusualPasses(String answer) throws IOException {
    for (boolean byteByByte : new boolean[] {false, true}) {
      try (RawTarget target = once(answer, byteByByte);
          Front front = Front.before(vertx, target.port())) {

        String read = RawClient.exchange(front, GET);

        assertThat(read).startsWith("HTTP/1.1 200 ").contains("ok");
        assertThat(read).doesNotContain("\r\n b").doesNotContain("\r\n\tc");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 104 Upload Resumption Supported\r\nX: y\r\n\r\n",
        "HTTP/1.1 199 Whatever\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 x\r\n\r\n",
      })
  void interimAnswersNobodyKnowsAreNotTheAnswer(String interim) throws IOException {
    for (boolean byteByByte : new boolean[] {false, true}) {
      try (RawTarget target = once(interim + RawTarget.OK, byteByByte);
          Front front = Front.before(vertx, target.port())) {

        assertThat(RawClient.exchange(front, GET)).contains("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
      }
    }
  }
}
