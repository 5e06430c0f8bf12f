package site;

import static org.assertj.core.api.Assertions.assertThat;
import static site.RawHttp2.DATA;
import static site.RawHttp2.END_HEADERS;
import static site.RawHttp2.END_STREAM;
import static site.RawHttp2.HEADERS;
import static site.RawHttp2.RST_STREAM;
import static site.RawHttp2.block;
import static site.RawHttp2.frame;
import static site.RawHttp2.number;
import static site.RawHttp2.request;

import java.net.SocketException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that send frames for the sake of the work they make. */
class Http2FloodTest {
  @TempDir static Path home;
  private static TestServer server;

  @BeforeAll
  static void start() {
    TestServer.write(home.resolve("webroot/index.html"), "home");
    server =
        TestServer.start(
            home, "listeners: [{ address: '127.0.0.1:0' }]\nadmin: { address: '127.0.0.1:0' }\n");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private interface Flood {
    /** The frames to send in this turn. */
    byte[] turn(int i);
  }

  static Stream<Arguments> floods() {
    return Stream.of(
        flood("http2-settings", i -> frame(RawHttp2.SETTINGS, 0, 0)),
        flood("http2-pings", i -> frame(RawHttp2.PING, 0, 0, new byte[8])),
        flood("http2-priorities", i -> frame(RawHttp2.PRIORITY, 0, 2 * i + 1, new byte[5])),
        flood("http2-window-updates", i -> frame(RawHttp2.WINDOW_UPDATE, 0, 0, number(1))),
        flood("http2-other-frames", i -> frame(0xbb, 0, 0)),
        flood(
            "http2-resets",
            i ->
                RawHttp2.join(
                    frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, request("GET", "/")),
                    frame(RST_STREAM, 0, 2 * i + 1, number(8)))),
        flood(
            "http2-continuations",
            i ->
                i == 0
                    ? frame(HEADERS, 0, 1, request("GET", "/"))
                    : frame(RawHttp2.CONTINUATION, 0, 1, block("a: b"))),
        flood(
            "http2-empty-frames",
            i ->
                i == 0 ? frame(HEADERS, END_HEADERS, 1, request("POST", "/")) : frame(DATA, 0, 1)));
  }

  private static Arguments flood(String limit, Flood flood) {
    return Arguments.of(limit, flood);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void aFloodIsToldToBeCalmAndCounted(String limit, Flood flood) throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      Thread sender = new Thread(() -> send(client, flood));
      sender.start();

      String end = end(client);

      sender.join(20_000);
      assertThat(end).isEqualTo("ENHANCE_YOUR_CALM");
      assertThat(server.getAdmin("/metrics").body())
          .containsPattern("site_limit_reached_total\\{limit=\"" + limit + "\",.*} [1-9]");
    }
  }

  private static void send(RawHttp2 client, Flood flood) {
    try {
      for (int i = 0; i < 20_000; i++) {
        client.send(flood.turn(i));
      }
    } catch (SocketException closed) {
      // as it should be
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String end(RawHttp2 client) throws Exception {
    for (var frame = client.read(); frame != null; frame = client.read()) {
      if (frame.type() == RawHttp2.GOAWAY) {
        return RawHttp2.error(frame.number(4));
      }
    }
    return "closed";
  }

  @Test
  void pingsBetweenRequestsAreNoFlood() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      for (int i = 0; i < 2_000; i++) {
        client.send(
            frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, request("GET", "/")),
            frame(RawHttp2.PING, 0, 0, new byte[8]));
        assertThat(client.response(2 * i + 1)).isEqualTo("200 home");
      }
    }
  }

  @Test
  void aRefusedBodyIsReadToItsEndAndTheStreamNotReset() throws Exception {
    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      for (int stream = 1; stream < 1_000; stream += 2) {
        client.send(frame(HEADERS, END_HEADERS, stream, request("POST", "/missing")));
        assertThat(client.response(stream)).startsWith("40");
        client.send(frame(DATA, END_STREAM, stream, new byte[100]));
      }

      assertThat(client.outcome()).isEqualTo("alive");
    }
  }
}
