package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.http.Refusal;

/** Heads that never become a request are counted all the same. */
class Http2RefusalsTest {
  private static final String RESET = "stream:PROTOCOL_ERROR";

  @TempDir static Path home;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: "127.0.0.1:0" }]
            log: { access: { to: off } }
            sites: [{ hosts: ["*"], routes: [{ respond: { body: thirteen bytes } }] }]
            """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<HygieneTable.Row> malformedHeads() {
    return HygieneTable.http2().rows().stream()
        .filter(row -> row.verdict().equals(RESET) && !row.request().contains("⏎⏎"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedHeads")
  void aHeadThatMakesNoRequestIsCountedAsMalformed(HygieneTable.Row row) throws Exception {
    long before = malformed();

    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(head(1, RawHttp2.request("GET", "/")), head(3, block(row.request())));

      assertThat(client.response(1)).startsWith("200 ");
      assertThat(client.response(3)).isEqualTo(RESET);
    }

    assertThat(malformed() - before).isEqualTo(1);
  }

  @Test
  void aRequestThatBreaksOffLaterIsNotCountedAgain() throws Exception {
    long before = malformed();

    try (RawHttp2 client = RawHttp2.open(server.port(0))) {
      client.send(
          RawHttp2.frame(
              RawHttp2.HEADERS,
              RawHttp2.END_HEADERS,
              1,
              RawHttp2.request("POST", "/", "content-length: 5")),
          RawHttp2.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, new byte[3]));

      assertThat(client.outcome()).isEqualTo(RESET);
    }

    assertThat(malformed()).isEqualTo(before);
  }

  private static byte[] head(int stream, byte[] block) {
    return RawHttp2.frame(
        RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, stream, block);
  }

  private static byte[] block(String request) {
    return RawHttp2.block(
        Stream.of(request.split("⏎", -1)).map(HygieneTable::unescaped).toArray(String[]::new));
  }

  private static long malformed() {
    return server.state().counts().traffic().refused().get(Refusal.MALFORMED);
  }
}
