package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What uwsgi and FastCGI servers answer, well and badly, in pieces cut anywhere. */
class AnswerParserTest {

  /** Writes down what it is told. */
  private static final class Script implements AnswerParser.Listener {
    private final StringBuilder text = new StringBuilder();
    private boolean ended;

    @Override
    public void head(AnswerHead head) {
      text.append(head.status()).append(' ');
      head.headers()
          .forEach((name, value) -> text.append(name).append('=').append(value).append(' '));
    }

    @Override
    public void piece(ByteBuf piece) {
      assertThat(ended).as("a piece behind the end").isFalse();
      text.append(piece.toString(ISO_8859_1));
    }

    @Override
    public void end(MultiMap trailers) {
      assertThat(ended).as("a second end").isFalse();
      ended = true;
      text.append(" END");
      trailers.forEach((name, value) -> text.append(' ').append(name).append('=').append(value));
    }
  }

  private static String read(HttpMethod method, String wire, Random cuts) {
    Script script = new Script();
    AnswerParser parser = new AnswerParser(method, true, script);
    int at = 0;
    while (at < wire.length()) {
      int length = Math.min(wire.length() - at, 1 + cuts.nextInt(wire.length()));
      parser.read(Unpooled.copiedBuffer(wire.substring(at, at + length), ISO_8859_1));
      at += length;
    }
    parser.end();
    return script.text.toString();
  }

  private static String read(HttpMethod method, String wire) {
    return read(method, wire.replace("~", "\r\n"), new Random(0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~a: b~~hello|200 a=b hello END",
        "HTTP/1.0 404 Not Found~~|404  END",
        "HTTP/1.1 201~a: b~~|201 a=b  END",
        "HTTP/1.1 200 OK~content-length: 2~~hi|200 content-length=2 hi END",
        "HTTP/1.1 200 OK~content-length: 2~~hi and more|200 content-length=2 hi END",
        "HTTP/1.1 200 OK~content-length: 2~content-length: 2~~hi|200 content-length=2 hi END",
        "HTTP/1.1 200 OK~content-length: 0~~|200 content-length=0  END",
        "HTTP/1.1 204 No Content~a: b~~|204 a=b  END",
        "HTTP/1.1 304 Not Modified~content-length: 9~~|304 content-length=9  END",
        "HTTP/1.1 103 Early Hints~link: x~~HTTP/1.1 200 OK~~x|200 x END",
        "Status: 403 Forbidden~a: b~~no|403 a=b no END",
        "Content-Type: text/plain~~yes|200 Content-Type=text/plain yes END",
        "Location: /there~~|302 Location=/there  END",
        "Location: /there~Status: 307~~|307 Location=/there  END",
        "Transfer-Encoding: chunked~~as it is|200 Transfer-Encoding=chunked as it is END",
      })
  void anAnswerIsRead(String wire, String read) {
    assertThat(read(HttpMethod.GET, wire)).isEqualTo(read);
  }

  @Test
  void chunksAreTakenOff() {
    String wire =
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~Content-Length: 3~~"
            + "5~hello~A;x=\"y\"~0123456789~0~sum: 7~~too much";

    assertThat(read(HttpMethod.GET, wire))
        .isEqualTo("200 Transfer-Encoding=chunked hello0123456789 END sum=7");
  }

  @Test
  void linesMayEndWithLineFeedsAlone() {
    assertThat(read(HttpMethod.GET, "Status: 200 OK\nA: b\n\nhello"))
        .isEqualTo("200 A=b hello END");
  }

  @Test
  void anAnswerToHeadHasNoBodyWhateverIsSent() {
    assertThat(read(HttpMethod.HEAD, "HTTP/1.1 200 OK~content-length: 5~~hello"))
        .isEqualTo("200 content-length=5  END");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "nonsense~~",
        "HTTP/1.1~~",
        "HTTP/1.1 20 OK~~",
        "HTTP/1.1 2000 OK~~",
        "HTTP/x 200 OK~~",
        "HTTP/1.1 099 Low~~",
        "HTTP/1.1 101 Switching Protocols~~",
        "HTTP/1.1 200 OK~a : b~~",
        "HTTP/1.1 200 OK~ a: b~~",
        "HTTP/1.1 200 OK~: b~~",
        "HTTP/1.1 200 OK~a: b\rc: d~~",
        "HTTP/1.1 200 OK~a: b\0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~transfer-encoding: chunked~~0~~",
        "HTTP/1.1 200 OK~a: b\r~~",
        "HTTP/1.1 200 OK~a:\u000bb~~",
        "HTTP/1.1 200 O\u001bK~a: b~~",
        "Status: 200 OK\r~a: b~~",
        "HTTP/1.1 200 OK~a: b",
        "HTTP/1.1 200 OK~content-length: 3~~hi",
        "HTTP/1.1 200 OK~content-length: 2~content-length: 3~~hi",
        "HTTP/1.1 200 OK~content-length: 2, 2~~hi",
        "HTTP/1.1 200 OK~content-length: +2~~hi",
        "HTTP/1.1 200 OK~content-length: -2~~hi",
        "HTTP/1.1 200 OK~content-length: 0x2~~hi",
        "HTTP/1.1 200 OK~content-length: 9999999999999999999~~hi",
        "HTTP/1.1 200 OK~transfer-encoding: gzip~~hi",
        "HTTP/1.1 200 OK~transfer-encoding: gzip, chunked~~0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~zz~hi~0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~-2~hi~0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~2~hi!~0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~ffffffffffffffff~hi~0~~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~2~hi~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~2~hi~0~",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~0~sum 7~~",
        "Status: fine~~",
        "Status: 42~~",
      })
  void whatMakesNoSenseIsRefused(String wire) {
    assertThatThrownBy(() -> read(HttpMethod.GET, wire)).isInstanceOf(MalformedAnswer.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "a: b\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n", "HTTP/1.1 100 Continue\n\n"})
  void aHeadWithoutEndIsRefusedEarly(String again) {
    String endless = again.repeat(1_000_000 / again.length());

    assertThatThrownBy(() -> read(HttpMethod.GET, endless)).isInstanceOf(MalformedAnswer.class);
  }

  @Test
  void cutsAndMutationsNeitherHangNorEscape() {
    fuzz(20_000, 42);
  }

  @Test
  @Tag("long")
  @Timeout(900)
  void cutsAndMutationsNeitherHangNorEscapeForLong() {
    fuzz(5_000_000, System.nanoTime());
  }

  /** Mutated answers either fail or end; the untouched one is the same however it is cut. */
  private static void fuzz(int rounds, long seed) {
    Random random = new Random(seed);
    String[] good = {
      "HTTP/1.1 200 OK\r\n"
          + "Transfer-Encoding: chunked\r\n"
          + "A: b\r\n\r\n"
          + "3\r\n"
          + "abc\r\n"
          + "0\r\n"
          + "sum: 7\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nA: b\r\n\r\nhello",
      "Status: 404 Not Found\nContent-Type: text/plain\n\nnothing here",
    };
    for (int i = 0; i < rounds; i++) {
      String wire = good[i % good.length];
      assertThat(read(HttpMethod.GET, wire, random)).isEqualTo(read(HttpMethod.GET, wire));
      try {
        assertThat(read(HttpMethod.GET, mutated(wire, random), random)).contains(" END");
      } catch (MalformedAnswer expected) {
        assertThat(expected.getMessage()).as("seed %d", seed).isNotEmpty();
      }
    }
  }

  private static String mutated(String wire, Random random) {
    StringBuilder text = new StringBuilder(wire);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, (char) random.nextInt(256));
        default -> text.insert(at, text.substring(at, at + random.nextInt(text.length() - at)));
      }
    }
    return text.toString();
  }
}
