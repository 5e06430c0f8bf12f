package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
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
 * What becomes of each request of {@code hygiene.txt}, sent to the whole server in front of an
 * upstream that reads to the letter. Behind each on the same connection comes another request, as a
 * mark: two opinions about where the first ends would be two about where the mark begins.
 *
 * <p>{@code -Dreference.update=true} writes the page of the documentation anew.
 */
class HygieneTableTest {
  private static final Path PAGE = Path.of("src/doc/hygiene.md");
  private static final String MARK = "GET /mark HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

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
    return HygieneTable.http1().rows().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void bothSidesAgreeWhereARequestEndsAndWhatItIs(HygieneTable.Row row) throws Exception {
    server.seen();

    String answer = answer(row.bytes() + MARK);
    String status = status(answer);

    List<String> seen = server.seen();
    assertThat(status + "  " + String.join(", ", withoutMark(seen)).replace("\r\n", "⏎"))
        .isEqualTo(row.verdict() + "  " + (row.isRefused() ? "" : row.seen()));
    if (!row.request().contains("Upgrade: h2c")) { // Vert.x answers it, and goes on
      assertThat(answer)
          .as("no answer stands behind the one that was said to be the last")
          .doesNotContainPattern("(?s)onnection: close.*HTTP/1\\.[01] [2-5]\\d\\d ");
    }
  }

  private static List<String> withoutMark(List<String> seen) {
    return seen.stream().filter(request -> !request.equals("GET /mark")).toList();
  }

  private static String status(String answer) {
    String last = answer.startsWith("HTTP/1.1 100 ") ? answer.substring(25) : answer;
    return last.matches("(?s)HTTP/1\\.[01] \\d{3} .*") ? last.substring(9, 12) : "closed" + last;
  }

  private static String answer(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException reset) {
      return "";
    }
  }

  @Test
  void unreadableContentIsNoReasonToRefuseTheRequestBeforeIt() throws Exception {
    String unreadable = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n";

    String answer = answer("GET / HTTP/1.1\r\nHost: x\r\n\r\n" + unreadable);

    assertThat(status(answer)).isIn("200", "closed");
  }

  @Test
  void thePageShowsTheTables() throws IOException {
    String page = HygieneTable.page(HygieneTable.http1(), HygieneTable.http2());
    if (Boolean.getBoolean("reference.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }
}
