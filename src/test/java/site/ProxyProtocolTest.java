package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners behind load balancers that tell the client's address in front of the connection. */
class ProxyProtocolTest {
  private static final String V1 = hex("PROXY TCP4 203.0.113.7 192.0.2.1 1111 443\r\n");
  private static final String V1_IPV6 = hex("PROXY TCP6 2001:db8::7 2001:db8::1 1111 443\r\n");
  private static final String V1_UNKNOWN = hex("PROXY UNKNOWN\r\n");
  private static final String V2 =
      "0d0a0d0a000d0a515549540a" + "2111000c" + "cb007107c0000201045701bb";
  private static final String V2_LOCAL = "0d0a0d0a000d0a515549540a" + "20000000";

  private static final String SITES =
      """
      admin: { address: "127.0.0.1:0" }
      sites:
        - hosts: ["*"]
          routes:
            - { path: "/*", client: [203.0.113.7, "2001:db8::7"], respond: { body: told } }
            - { path: "/*", client: [127.0.0.1], respond: { body: balancer } }
      """;
  private static final String TRUSTED =
      "listeners: [{ address: '127.0.0.1:0', proxy-protocol: { from: [127.0.0.0/8] } }]\n" + SITES;

  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({"v1, told", "v1ipv6, told", "v2, told", "v1unknown, balancer", "v2local, balancer"})
  void theAddressToldIsTheClients(String header, String expected) throws Exception {
    try (TestServer server = TestServer.start(home, TRUSTED)) {

      String answer = answer(server, header(header));

      assertThat(answer).contains(" 200 ").endsWith(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "PROXY TCP4 203.0.113.7 192.0.2.1 1111 99999\r\n",
        "PROXY TCP4 203.0.113.777 192.0.2.1 1111 443\r\n",
        "PROXY UDP4 203.0.113.7 192.0.2.1 1111 443\r\n",
      })
  void aTrustedPeerWithoutGoodHeaderIsClosedAndCounted(String opening) throws Exception {
    try (TestServer server = TestServer.start(home, TRUSTED)) {

      String answer = answer(server, hex(opening));

      assertThat(answer).isEmpty();
      Await.until(() -> refused(server) == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2", "none"})
  void aPeerNobodyTrustsIsClosedAndCounted(String header) throws Exception {
    String yaml = TRUSTED.replace("127.0.0.0/8", "10.0.0.0/8");
    try (TestServer server = TestServer.start(home, yaml)) {

      String answer = answer(server, header(header));

      assertThat(answer).isEmpty();
      Await.until(() -> refused(server) == 1);
    }
  }

  @Test
  void theHeaderComesBeforeTheHandshake() throws Exception {
    String yaml = TRUSTED.replace("[{ address", "[{ tls: true, address");
    try (TestServer server = TestServer.start(home, yaml);
        Socket tcp = connect(server)) {
      tcp.getOutputStream().write(HexFormat.of().parseHex(V2));
      SSLContext trusting = TestServer.trusting(server.root());

      SSLSocket tls =
          (SSLSocket) trusting.getSocketFactory().createSocket(tcp, "localhost", 443, true);
      tls.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(read(tls)).contains(" 200 ").endsWith("told");
    }
  }

  @Test
  void withoutTheKeyAHeaderIsNoRequest() throws Exception {
    String yaml = "listeners: [{ address: '127.0.0.1:0' }]\n" + SITES;
    try (TestServer server = TestServer.start(home, yaml)) {

      String answer = answer(server, V1);

      assertThat(answer).contains(" 400 ").doesNotContain("told");
    }
  }

  private static String header(String name) {
    return switch (name) {
      case "v1" -> V1;
      case "v1ipv6" -> V1_IPV6;
      case "v1unknown" -> V1_UNKNOWN;
      case "v2" -> V2;
      case "v2local" -> V2_LOCAL;
      default -> "";
    };
  }

  private static String answer(TestServer server, String openingInHex) throws IOException {
    try (Socket socket = connect(server)) {
      String bytes = openingInHex + hex("GET / HTTP/1.0\r\n\r\n");
      socket.getOutputStream().write(HexFormat.of().parseHex(bytes));
      return read(socket);
    }
  }

  private static Socket connect(TestServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0));
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String read(Socket socket) throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException reset) {
      return ""; // closed with bytes of ours unread
    }
  }

  private static long refused(TestServer server) {
    return metrics(server)
        .lines()
        .filter(line -> line.startsWith("site_connections_refused_total{"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String metrics(TestServer server) {
    try {
      return server.getAdmin("/metrics").body();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
