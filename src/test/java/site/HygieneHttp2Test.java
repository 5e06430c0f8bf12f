package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of each request of {@code hygiene-http2.txt}, which the server sends on in HTTP/1.1
 * to an upstream that reads to the letter. There {@code ⏎} divides fields, and an empty one the
 * fields from the content.
 */
class HygieneHttp2Test {
  @TempDir static Path home;
  private static HygieneServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new HygieneServer(home);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  static Stream<HygieneTable.Row> rows() {
    return HygieneTable.http2().rows().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void nothingIsSentOnThatMeansSomethingElseInHttp1(HygieneTable.Row row) throws Exception {
    server.seen();

    String answer = answer(row.request());

    List<String> seen = server.seen();
    assertThat(answer + "  " + String.join(", ", seen).replace("\r\n", "⏎"))
        .isEqualTo(row.verdict() + "  " + (row.isRefused() ? "" : row.seen()));
  }

  @Test
  void contentThatWasDeniedIsNoRequestOfItsOwn() throws Exception {
    server.seen();

    String answer =
        answer(
            ":method: POST⏎:scheme: http⏎:authority: x⏎:path: /⏎content-length: 0⏎⏎"
                + "GET /smuggled HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n");

    // The head may have been sent on, as the empty request that it was, before the content came.
    assertThat(answer).isIn("200", "stream:PROTOCOL_ERROR", "stream:CANCEL");
    assertThat(String.join(", ", server.seen())).isIn("", "POST /");
  }

  private static String answer(String request) throws Exception {
    String[] parts = request.split("⏎⏎", 2);
    String[] fields =
        Stream.of(parts[0].split("⏎", -1)).map(HygieneTable::unescaped).toArray(String[]::new);
    byte[] head = RawHttp2.block(fields);
    try (RawHttp2 client = RawHttp2.open(server.port())) {
      if (parts.length == 1) {
        client.send(RawHttp2.frame(RawHttp2.HEADERS, 5, 1, head));
      } else {
        byte[] content = HygieneTable.unescaped(parts[1]).getBytes(ISO_8859_1);
        client.send(
            RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, head),
            RawHttp2.frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, content));
      }
      String response = client.response(1);
      // Whoever reads a body that broke its promise may be the first to give its stream up.
      return response.matches("(?s)\\d{3} .*")
          ? response.substring(0, 3)
          : response.replace("stream:CANCEL", "stream:PROTOCOL_ERROR");
    }
  }
}
