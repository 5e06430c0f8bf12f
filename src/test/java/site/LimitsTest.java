package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of clients that take too much or too long. */
class LimitsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final String SETTINGS = "\0\0\0\4\0\0\0\0\0";

  /** HEADERS of stream 1 without END_HEADERS, and one octet: {@code :method GET}. */
  private static final String HALF_A_BLOCK = "\0\0\1\1\0\0\0\0\1\u0082";

  private static final String HASTY = "limits: { header-timeout: 1s }\n";
  private static final String PLAIN = "listeners: [{ address: '127.0.0.1:0' }]\n";

  @TempDir Path home;

  @BeforeEach
  void writePage() {
    TestServer.write(home.resolve("webroot/index.html"), "home");
  }

  @Test
  void whoSaysNothingIsAnswered408() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN)) {
      assertThat(rest(connect(server))).startsWith("HTTP/1.1 408 ").contains("Connection: close");
    }
  }

  @Test
  void aHeaderSectionThatComesByteByByteIsAnswered408() throws Exception {
    for (String protocols : new String[] {"h1", "h1, h2"}) {
      String listener =
          "listeners: [{ address: '127.0.0.1:0', protocols: [%s] }]%n".formatted(protocols);
      try (TestServer server = TestServer.start(home, HASTY + listener);
          Socket socket = connect(server)) {
        assertThat(dripUntilAnswered(socket, "GET / HTTP/1.1\r\nX: ")).contains(" 408 ");
      }
    }
  }

  @Test
  void aLaterHeaderSectionHasTheSameTimeAndSilenceBetweenThemHasMore() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket slow = answered(server);
        Socket quiet = answered(server)) {

      String end = dripUntilAnswered(slow, "GET / HTTP/1.1\r\nX: ");

      assertThat(end).contains(" 408 ");
      send(quiet, GET);
      assertThat(answer(quiet)).contains(" 200 ");
    }
  }

  @Test
  void aHeaderBlockThatDoesNotEndIsToldToBeCalm() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server)) {
      send(socket, PREFACE + SETTINGS + HALF_A_BLOCK);

      String frames = rest(socket);

      // GOAWAY, RFC 9113 6.8: last stream 1, ENHANCE_YOUR_CALM
      assertThat(frames).endsWith("\0\0\10\7\0\0\0\0\0\0\0\0\1\0\0\0\13");
    }
  }

  /** RFC 7540 3.2, as the JDK's client does it. */
  private static final String UPGRADE =
      "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
          + "HTTP2-Settings: AAMAAABk\r\n\r\n";

  private static final String PING = "\0\0\10\6\0\0\0\0\0abcdefgh";
  private static final String PONG = "\0\0\10\6\1\0\0\0\0abcdefgh";

  @Test
  void aConnectionThatChangedToHttp2OutlivesTheTimeOfItsFirstHeaderSection() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server)) {
      send(socket, UPGRADE);
      readUntil(socket, "home");
      send(socket, PREFACE + SETTINGS);

      try (Socket other = connect(server)) {
        assertThat(rest(other)).contains(" 408 ");
      }

      send(socket, PING);
      readUntil(socket, PONG);
    }
  }

  @Test
  void aHeaderBlockThatDoesNotEndIsToldToBeCalmAfterAChangeToHttp2AsWell() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server)) {
      send(socket, UPGRADE);
      readUntil(socket, "home");
      send(socket, PREFACE + SETTINGS + HALF_A_BLOCK.replace("\0\0\0\1\u0082", "\0\0\0\3\u0082"));

      assertThat(rest(socket)).endsWith("\0\0\10\7\0\0\0\0\0\0\0\0\3\0\0\0\13");
    }
  }

  @Test
  void whoChangesToHttp2AndSaysNothingMoreIsGivenUp() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server)) {
      send(socket, UPGRADE);

      assertThat(rest(socket)).contains(" 101 ", "home");
    }
  }

  /** Fails when the other side closes before it has said this. */
  private static void readUntil(Socket socket, String expected) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf(expected) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as("the end, after " + said).isNotNegative();
      said.append((char) next);
    }
  }

  @Test
  void aHandshakeThatIsNotBegunIsGivenUp() throws Exception {
    String listener = "listeners: [{ address: '127.0.0.1:0', tls: true }]\n";
    String admin = "admin: { address: '127.0.0.1:0' }\n";
    try (TestServer server = TestServer.start(home, HASTY + listener + admin)) {
      assertThat(rest(connect(server))).isEmpty();

      Pattern counted = Pattern.compile("site_limit_reached_total\\{limit=\"handshake\",.*} 1");
      Await.until(() -> counted.matcher(metrics(server)).find(), () -> metrics(server));
    }
  }

  @Test
  void oneConnectionTooManyIsClosedAndHasItsPlaceWhenAnotherLeaves() throws Exception {
    for (String limit : new String[] {"connections: 2", "connections-per-client: 2"}) {
      String yaml = "limits: { %s }%n".formatted(limit) + PLAIN;
      try (TestServer server = TestServer.start(home, yaml);
          Socket first = connect(server)) {
        send(first, GET);
        answer(first);
        try (Socket second = connect(server)) {
          send(second, GET);
          answer(second);

          assertThat(isRefused(server)).as(limit).isTrue();
          send(first, GET);
          assertThat(answer(first)).contains(" 200 ");
        }
        Await.until(() -> !isRefused(server));
      }
    }
  }

  @Test
  void trustedProxiesMayHaveMoreConnectionsThanAClient() throws Exception {
    String yaml = "limits: { connections-per-client: 1 }\ntrusted-proxies: [127.0.0.0/8]\n" + PLAIN;
    try (TestServer server = TestServer.start(home, yaml);
        Socket first = connect(server)) {
      send(first, GET);
      answer(first);

      assertThat(isRefused(server)).isFalse();
    }
  }

  private static boolean isRefused(TestServer server) {
    try (Socket socket = connect(server)) {
      send(socket, GET);
      return socket.getInputStream().read() < 0;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void limitsThatWereReachedAreCounted() throws Exception {
    String admin = "admin: { address: '127.0.0.1:0' }\n";
    try (TestServer server = TestServer.start(home, HASTY + PLAIN + admin)) {
      rest(connect(server));

      Pattern counted =
          Pattern.compile("site_limit_reached_total\\{limit=\"header-timeout\",.*} 1");
      Await.until(() -> counted.matcher(metrics(server)).find());
    }
  }

  @Test
  void anEmptyLineBehindABodyBeginsNoHeaderSection() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server);
        Socket other = connect(server)) {
      send(socket, GET);
      answer(socket);
      send(socket, "\r\n");

      send(other, "GET / HTTP/1.1\r\nX: ");
      assertThat(rest(other)).contains(" 408 ");

      send(socket, GET);
      assertThat(answer(socket)).contains(" 200 ");
    }
  }

  @Test
  void moreEmptyLinesAreAHeaderSectionThatDoesNotEnd() throws Exception {
    try (TestServer server = TestServer.start(home, HASTY + PLAIN);
        Socket socket = connect(server)) {
      send(socket, GET);
      answer(socket);

      assertThat(dripUntilAnswered(socket, "\r\n\r\n", "\n")).contains(" 408 ");
    }
  }

  @Test
  void tooManyHeaderFieldsAreAnswered431() throws Exception {
    String yaml = "limits: { header-count: 12 }\n" + PLAIN;
    try (TestServer server = TestServer.start(home, yaml);
        RawHttp2 http2 = RawHttp2.open(server.port(0))) {
      String[] most = "a: b,".repeat(11).split(",");
      String fields = String.join("\r\n", most);
      try (Socket socket = connect(server)) {
        send(socket, "GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n\r\n");
        assertThat(answer(socket)).contains(" 200 ");
        send(socket, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + fields + "\r\n\r\n");
        assertThat(rest(socket)).contains(" 431 ");
      }

      byte[] request = RawHttp2.request("GET", "/", (fields + "\r\nc: d\r\ne: f").split("\r\n"));
      http2.send(RawHttp2.frame(1, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, request));
      assertThat(http2.response(1)).startsWith("431 ");
    }
  }

  @Test
  void aLongTargetIsAnswered414InBothVersions() throws Exception {
    String target = "/" + "a".repeat(1_100);
    try (TestServer server = TestServer.start(home, "limits: { request-line: 1KiB }\n" + PLAIN);
        Socket http1 = connect(server);
        RawHttp2 http2 = RawHttp2.open(server.port(0))) {
      send(http1, "GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");
      byte[] request = RawHttp2.request("GET", target);
      http2.send(RawHttp2.frame(1, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, 1, request));

      assertThat(rest(http1)).startsWith("HTTP/1.0 414 ");
      assertThat(http2.response(1)).startsWith("414 ");
    }
  }

  private static String metrics(TestServer server) {
    try {
      return server.getAdmin("/metrics").body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Socket connect(TestServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0));
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** A connection with one request behind it. */
  private static Socket answered(TestServer server) throws IOException {
    Socket socket = connect(server);
    send(socket, GET);
    answer(socket);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /** What comes until the server closes the connection, with a reset where we had sent on. */
  private static String rest(Socket socket) throws IOException {
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    try (socket) {
      for (int next = socket.getInputStream().read();
          next >= 0;
          next = socket.getInputStream().read()) {
        came.write(next);
      }
    } catch (SocketException reset) {
      // what came before it is what counts
    }
    return came.toString(ISO_8859_1);
  }

  /** One answer whose body is that of the page. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (!answer.toString().endsWith("\r\n\r\nhome")) {
      int next = in.read();
      assertThat(next).as("after " + answer).isNotNegative();
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static String dripUntilAnswered(Socket socket, String begin) throws IOException {
    return dripUntilAnswered(socket, begin, "a");
  }

  /** Sends a byte at a time, each when the last had some time, until something is answered. */
  private static String dripUntilAnswered(Socket socket, String begin, String drop)
      throws IOException {
    send(socket, begin);
    socket.setSoTimeout(50);
    for (int i = 0; i < 400; i++) {
      try {
        int first = socket.getInputStream().read();
        return (char) first + rest(socket);
      } catch (java.net.SocketTimeoutException notYet) {
        send(socket, drop);
      }
    }
    throw new AssertionError("not answered");
  }
}
