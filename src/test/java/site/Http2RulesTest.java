package site;

import static org.assertj.core.api.Assertions.assertThat;
import static site.RawHttp2.ACK;
import static site.RawHttp2.CONTINUATION;
import static site.RawHttp2.DATA;
import static site.RawHttp2.END_HEADERS;
import static site.RawHttp2.END_STREAM;
import static site.RawHttp2.GOAWAY;
import static site.RawHttp2.HEADERS;
import static site.RawHttp2.PING;
import static site.RawHttp2.PRIORITY;
import static site.RawHttp2.PUSH_PROMISE;
import static site.RawHttp2.RST_STREAM;
import static site.RawHttp2.SETTINGS;
import static site.RawHttp2.WINDOW_UPDATE;
import static site.RawHttp2.block;
import static site.RawHttp2.frame;
import static site.RawHttp2.join;
import static site.RawHttp2.number;
import static site.RawHttp2.request;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules of HTTP/2, broken one at a time behind a good preface: what is an error of the
 * connection, what of a stream alone, and what has to be borne.
 */
class Http2RulesTest {
  private static final int OPEN = END_HEADERS;
  private static final int WHOLE = END_HEADERS | END_STREAM;
  private static final int PADDED = 8;
  private static final byte[] GET = request("GET", "/");
  private static final byte[] POST = request("POST", "/");

  @TempDir static Path home;
  private static Origin origin;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    origin = new Origin();
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: '127.0.0.1:0' }]
            log: { access: { to: off } }
            sites: [{ hosts: ['*'], routes: [{ path: '/*', proxy: '%s' }] }]
            """
                .formatted(origin.url()));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    origin.close();
  }

  private static Arguments row(String rule, String outcome, byte[]... frames) {
    return Arguments.of(rule, outcome, join(frames));
  }

  static Stream<Arguments> connectionErrors() {
    return Stream.of(
        row(
            "4.2 a frame above SETTINGS_MAX_FRAME_SIZE",
            "FRAME_SIZE_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(DATA, 0, 1, new byte[16_385])),
        row(
            "4.2 a large frame with a header block",
            "FRAME_SIZE_ERROR",
            frame(HEADERS, WHOLE, 1, new byte[16_385])),
        row(
            "4.3 a header block that cannot be decoded",
            "COMPRESSION_ERROR",
            frame(HEADERS, WHOLE, 1, (byte) 0xff, (byte) 0xff, (byte) 0xff)),
        row(
            "5.1 DATA on an idle stream",
            "PROTOCOL_ERROR",
            frame(DATA, END_STREAM, 1, new byte[1])),
        row(
            "5.1 RST_STREAM on an idle stream",
            "PROTOCOL_ERROR",
            frame(RST_STREAM, 0, 1, number(8))),
        row(
            "5.1 WINDOW_UPDATE on an idle stream",
            "PROTOCOL_ERROR",
            frame(WINDOW_UPDATE, 0, 1, number(1))),
        row("5.1 CONTINUATION on an idle stream", "PROTOCOL_ERROR", frame(CONTINUATION, 4, 1, GET)),
        row("5.1.1 a stream of an even number", "PROTOCOL_ERROR", frame(HEADERS, WHOLE, 2, GET)),
        row("6.1 DATA on stream 0", "PROTOCOL_ERROR", frame(DATA, 0, 0, new byte[1])),
        row(
            "6.1 padding as long as DATA",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(DATA, PADDED, 1, (byte) 5, (byte) 0)),
        row("6.2 HEADERS on stream 0", "PROTOCOL_ERROR", frame(HEADERS, WHOLE, 0, GET)),
        row(
            "6.2 padding as long as HEADERS",
            "PROTOCOL_ERROR",
            frame(HEADERS, WHOLE | PADDED, 1, join(new byte[] {100}, block("a: b")))),
        row(
            "6.2 another frame within a header block",
            "PROTOCOL_ERROR",
            frame(HEADERS, END_STREAM, 1, GET),
            frame(PING, 0, 0, new byte[8])),
        row(
            "6.2 another stream within a header block",
            "PROTOCOL_ERROR",
            frame(HEADERS, END_STREAM, 1, GET),
            frame(HEADERS, WHOLE, 3, GET)),
        row(
            "6.2 an unknown frame within a header block",
            "PROTOCOL_ERROR",
            frame(HEADERS, END_STREAM, 1, GET),
            frame(0xbb, 0, 1)),
        row("6.3 PRIORITY on stream 0", "PROTOCOL_ERROR", frame(PRIORITY, 0, 0, new byte[5])),
        row("6.4 RST_STREAM on stream 0", "PROTOCOL_ERROR", frame(RST_STREAM, 0, 0, number(8))),
        row(
            "6.4 RST_STREAM of three octets",
            "FRAME_SIZE_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(RST_STREAM, 0, 1, new byte[3])),
        row("6.5 SETTINGS on a stream", "PROTOCOL_ERROR", frame(SETTINGS, 0, 1)),
        row("6.5 SETTINGS of five octets", "FRAME_SIZE_ERROR", frame(SETTINGS, 0, 0, new byte[5])),
        row(
            "6.5 an acknowledgement with settings",
            "FRAME_SIZE_ERROR",
            frame(SETTINGS, ACK, 0, new byte[6])),
        row("6.5.2 ENABLE_PUSH of 2", "PROTOCOL_ERROR", setting(2, 2)),
        row("6.5.2 INITIAL_WINDOW_SIZE of 2^31", "FLOW_CONTROL_ERROR", setting(4, 1 << 31)),
        row("6.5.2 MAX_FRAME_SIZE of 16383", "PROTOCOL_ERROR", setting(5, 16_383)),
        row("6.5.2 MAX_FRAME_SIZE of 2^24", "PROTOCOL_ERROR", setting(5, 1 << 24)),
        row(
            "6.6 PUSH_PROMISE of a client",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(PUSH_PROMISE, END_HEADERS, 1, join(number(2), GET))),
        row("6.7 PING on a stream", "PROTOCOL_ERROR", frame(PING, 0, 1, new byte[8])),
        row("6.7 PING of seven octets", "FRAME_SIZE_ERROR", frame(PING, 0, 0, new byte[7])),
        row("6.8 GOAWAY on a stream", "PROTOCOL_ERROR", frame(GOAWAY, 0, 1, new byte[8])),
        row(
            "6.9 WINDOW_UPDATE of nothing",
            "PROTOCOL_ERROR",
            frame(WINDOW_UPDATE, 0, 0, number(0))),
        row(
            "6.9 WINDOW_UPDATE of three octets",
            "FRAME_SIZE_ERROR",
            frame(WINDOW_UPDATE, 0, 0, new byte[3])),
        row(
            "6.9.1 a window of the connection above 2^31-1",
            "FLOW_CONTROL_ERROR",
            frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE)),
            frame(WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE))),
        row(
            "6.10 CONTINUATION on stream 0",
            "PROTOCOL_ERROR",
            frame(HEADERS, END_STREAM, 1, GET),
            frame(CONTINUATION, 4, 0, block("a: b"))),
        row(
            "6.10 CONTINUATION behind a block that ended",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(CONTINUATION, 4, 1, block("a: b"))),
        row(
            "6.10 CONTINUATION behind DATA",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(DATA, 0, 1, new byte[1]),
            frame(CONTINUATION, 4, 1, block("a: b"))));
  }

  private static byte[] setting(int name, int value) {
    return frame(SETTINGS, 0, 0, join(new byte[] {0, (byte) name}, number(value)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connectionErrors")
  void thisEndsTheConnection(String rule, String error, byte[] frames) throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(frames);

      assertThat(client.outcome()).isEqualTo("connection:" + error);
    }
  }

  static Stream<Arguments> streamErrors() {
    return Stream.of(
        row(
            "5.1 DATA behind END_STREAM",
            "STREAM_CLOSED",
            frame(HEADERS, WHOLE, 1, request("GET", "/slow")),
            frame(DATA, 0, 1, new byte[1])),
        row(
            "6.3 PRIORITY of four octets",
            "FRAME_SIZE_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(PRIORITY, 0, 1, new byte[4])),
        row(
            "6.9 WINDOW_UPDATE of nothing",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(WINDOW_UPDATE, 0, 1, number(0))),
        row(
            "6.9.1 a window above 2^31-1",
            "FLOW_CONTROL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE)),
            frame(WINDOW_UPDATE, 0, 1, number(Integer.MAX_VALUE))),
        row(
            "8.1 trailers that do not end the stream",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(HEADERS, OPEN, 1, block("a: b"))),
        row(
            "8.1 trailers with a pseudo-header",
            "PROTOCOL_ERROR",
            frame(HEADERS, OPEN, 1, POST),
            frame(HEADERS, WHOLE, 1, block(":path: /"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streamErrors")
  void thisEndsTheStreamAlone(String rule, String error, byte[] frames) throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(frames);

      assertThat(client.outcome()).isEqualTo("stream:" + error);
      client.send(frame(HEADERS, WHOLE, 7, GET));
      assertThat(client.response(7)).isEqualTo("200 0");
    }
  }

  /** What the codec answers otherwise than the rule says; nothing of it reaches anybody. */
  static Stream<Arguments> deviations() {
    return Stream.of(
        row(
            "5.1 HEADERS behind END_STREAM, not STREAM_CLOSED",
            "stream:PROTOCOL_ERROR",
            frame(HEADERS, WHOLE, 1, request("GET", "/slow")),
            frame(HEADERS, WHOLE, 1, GET)),
        row(
            "5.1.1 a lower number than the last, of the stream alone",
            "stream:STREAM_CLOSED",
            frame(HEADERS, OPEN, 5, POST),
            frame(HEADERS, WHOLE, 3, GET)),
        row(
            "RFC 7540 5.3.1 a stream that depends on itself",
            "connection:PROTOCOL_ERROR",
            frame(HEADERS, WHOLE | 0x20, 1, join(number(1), new byte[] {0}, GET))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deviations")
  void thisIsAnErrorOfAnotherKind(String rule, String outcome, byte[] frames) throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(frames);

      assertThat(client.outcome()).isEqualTo(outcome);
    }
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        row("4.1 unknown flags", "", frame(PING, 0xfe, 0, new byte[8])),
        row("4.1 the reserved bit of a stream", "", frame(PING, 0, 1 << 31, new byte[8])),
        row("4.1 an unknown type", "", frame(0xbb, 0xff, 0, new byte[8])),
        row("4.1 an unknown type on a stream", "", frame(0xbb, 0, 1, new byte[8])),
        row("5.1 PRIORITY on an idle stream", "", frame(PRIORITY, 0, 9, new byte[5])),
        row("6.5 no settings", "", frame(SETTINGS, 0, 0)),
        row("6.5.2 an unknown setting", "", setting(0xbb, 1)),
        row("6.7 an answer to no PING", "", frame(PING, ACK, 0, new byte[8])),
        row("6.9 a wider window", "", frame(WINDOW_UPDATE, 0, 0, number(1))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void thisIsBorne(String rule, String nothing, byte[] frames) throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(frames, frame(HEADERS, WHOLE, 11, GET));

      assertThat(client.response(11)).isEqualTo("200 0");
      assertThat(client.outcome()).isEqualTo("alive");
    }
  }

  @Test
  void aBlockInPiecesPaddingPriorityAndTrailersAreUnderstood() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(
          frame(HEADERS, 0x20 | PADDED, 1, join(new byte[] {2}, new byte[5], POST, new byte[2])),
          frame(CONTINUATION, 0, 1, block("a: b")),
          frame(CONTINUATION, END_HEADERS, 1, block("c: d")),
          frame(DATA, PADDED, 1, (byte) 3, (byte) 'x', (byte) 0, (byte) 0, (byte) 0),
          frame(HEADERS, WHOLE, 1, block("t: u")));

      assertThat(client.response(1)).isEqualTo("200 1");
    }
  }

  @Test
  void pingsAreAnsweredWithWhatTheySaid() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      byte[] word = "12345678".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      client.send(frame(PING, 0, 0, word));

      RawHttp2.Frame answer = client.read();
      while (answer.type() != PING) {
        answer = client.read();
      }
      assertThat(answer.flags()).isEqualTo(ACK);
      assertThat(answer.payload()).isEqualTo(word);
    }
  }
}
