package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that are told the client's address: one server of ours behind another. */
class ProxyProtocolOutTest {
  private static final String BEHIND =
      """
      listeners:
        - { address: "127.0.0.1:0", proxy-protocol: { from: [127.0.0.0/8] } }
        - { address: "127.0.0.1:0", tls: true, proxy-protocol: { from: [127.0.0.0/8] } }
      sites:
        - hosts: ["*"]
          https-redirect: false
          routes:
            - { path: /alive, client: [127.0.0.1], respond: { body: alive } }
            - { client: [127.0.0.2], respond: { body: second } }
            - { client: [203.0.113.7], respond: { body: told } }
            - { respond: { body: other } }
      """;

  private static final String BEFORE =
      """
      listeners: [{ address: "127.0.0.1:0", proxy-protocol: { from: [127.0.0.0/8] } }]
      sites:
        - hosts: ["*"]
          routes:
            - proxy: { to: "%s", proxy-protocol: %s, tls: { insecure: true }%s }
      """;

  @TempDir Path home;
  @TempDir Path behind;

  @ParameterizedTest
  @CsvSource({"0, http, v1", "0, http, v2", "1, https, v1", "1, https, v2"})
  void eachClientIsToldOnAConnectionOfItsOwn(int listener, String scheme, String form)
      throws Exception {
    try (TestServer target = TestServer.start(behind, BEHIND);
        TestServer front = front(scheme + "://127.0.0.1:" + target.port(listener), form, "")) {

      assertThat(ask(front, "203.0.113.7")).endsWith("told");
      assertThat(ask(front, "127.0.0.2")).endsWith("second");
      assertThat(ask(front, "198.51.100.1")).endsWith("other");
      assertThat(ask(front, "203.0.113.7")).endsWith("told");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v2"})
  void aNameIsLookedUpAndTold(String form) throws Exception {
    try (TestServer target = TestServer.start(behind, BEHIND);
        TestServer front = front("http://localhost:" + target.port(0), form, "")) {

      assertThat(ask(front, "203.0.113.7")).endsWith("told");
    }
  }

  @ParameterizedTest
  @CsvSource({"v1, 50524f585920554e4b4e4f574e0d0a", "v2, 0d0a0d0a000d0a515549540a20000000"})
  void aQuestionOfOurOwnIsNobodys(String form, String header) throws Exception {
    String health = ", health: { path: /alive }";
    try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        TestServer front = front("http://127.0.0.1:" + target.getLocalPort(), form, health);
        Socket asked = target.accept()) {

      byte[] opening = asked.getInputStream().readNBytes(header.length() / 2 + 10);

      assertThat(front.state().upstreams()).hasSize(1);
      assertThat(HexFormat.of().formatHex(opening)).startsWith(header);
      assertThat(new String(opening, StandardCharsets.ISO_8859_1)).endsWith("GET /alive");
    }
  }

  @Test
  void aTargetAtAUnixSocketIsToldToo() throws Exception {
    Path socket = behind.resolve("s");
    try (ServerSocketChannel target = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      target.bind(UnixDomainSocketAddress.of(socket));
      try (TestServer front = front("unix:" + socket, "v1", "");
          Socket client = open(front, "203.0.113.7");
          SocketChannel asked = target.accept()) {
        String expected = "PROXY TCP4 203.0.113.7 192.0.2.1 1111 443\r\nGET / HTTP/1.1\r\n";
        ByteBuffer opening = ByteBuffer.allocate(expected.length());
        while (opening.hasRemaining() && asked.read(opening) >= 0) {}

        assertThat(client.isConnected()).isTrue();
        assertThat(new String(opening.array(), StandardCharsets.ISO_8859_1)).isEqualTo(expected);
      }
    }
  }

  private TestServer front(String target, String form, String more) {
    return TestServer.start(home, BEFORE.formatted(target, form, more));
  }

  private static String ask(TestServer front, String client) throws IOException {
    try (Socket socket = open(front, client)) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Socket open(TestServer front, String client) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port(0));
    socket.setSoTimeout(30_000);
    String request =
        "PROXY TCP4 "
            + client
            + " 192.0.2.1 1111 443\r\n"
            + "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
