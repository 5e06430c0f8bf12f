package site;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.server.Limit;
import site.tls.QuicContexts;

/** What becomes of a request while as many as may be are under way. Here one may be. */
class RequestLimitTest {
  private static final int PLAIN = 0;
  private static final int TLS = 1;
  private static final String ASK = "GET /%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  /** RFC 9114 8.1: H3_REQUEST_REJECTED. */
  private static final String REJECTED = "reset 10b";

  @TempDir Path home;
  private ServerSocket silent;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    TestServer.write(home.resolve("webroot/page.txt"), "a page");
    silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
    server =
        TestServer.start(
            home,
            """
            limits: { requests: 1 }
            listeners: [{ address: '127.0.0.1:0' }, { address: '127.0.0.1:0', tls: true }]
            sites:
              - hosts: ['*', %s]
                https-redirect: false
                routes:
                  - { path: /silent, proxy: 'http://127.0.0.1:%d' }
                  - { path: '/*', files: { root: webroot } }
            """
                .formatted(Http3Client.HOST, silent.getLocalPort()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    silent.close();
  }

  @Test
  void http1SaysThatItMayBeAskedAgainAndCloses() throws Exception {
    try (Socket first = begun()) {
      String refusal = answer("page.txt");

      assertThat(refusal).startsWith("HTTP/1.1 503 ").contains("retry-after: 1\r\n");
      assertThat(reached()).isEqualTo(1);
      assertThat(first.isClosed()).isFalse();
    }
    Await.until(() -> answer("page.txt").endsWith("a page"));
  }

  @Test
  void http2RefusesTheStream() throws Exception {
    try (Socket first = begun();
        RawHttp2 client = RawHttp2.open(server.port(PLAIN))) {
      client.send(get(1));

      assertThat(client.response(1)).isEqualTo("stream:REFUSED_STREAM");
      assertThat(reached()).isEqualTo(1);
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void http3RejectsTheRequest() throws Exception {
    assumeThat(QuicContexts.problem()).isEmpty();
    try (Socket first = begun();
        RawHttp3 client = new RawHttp3(server.port(TLS))) {
      assertThat(client.ask(RawHttp3.fields("GET", "/page.txt"), "")).isEqualTo(REJECTED);
      assertThat(reached()).isEqualTo(1);
      assertThat(first.isClosed()).isFalse();
    }
  }

  @Test
  void aStreamCountsUntilItsClientHasTakenTheResponse() throws Exception {
    try (RawHttp2 slow = RawHttp2.open(server.port(PLAIN));
        RawHttp2 other = RawHttp2.open(server.port(PLAIN))) {
      slow.send(RawHttp2.frame(RawHttp2.SETTINGS, 0, 0, NO_WINDOW), get(1));
      assertThat(slow.outcome()).isEqualTo("alive"); // the head waits for a window as well

      other.send(get(1));
      assertThat(other.response(1)).isEqualTo("stream:REFUSED_STREAM");

      slow.send(RawHttp2.frame(RawHttp2.WINDOW_UPDATE, 0, 1, RawHttp2.number(100)));
      assertThat(slow.response(1)).endsWith("a page");
      other.send(get(3));
      assertThat(other.response(3)).endsWith("a page");
    }
  }

  /** SETTINGS_INITIAL_WINDOW_SIZE (RFC 9113 6.5.2): 0. */
  private static final byte[] NO_WINDOW = {0, 4, 0, 0, 0, 0};

  private static byte[] get(int stream) {
    byte[] head = RawHttp2.request("GET", "/page.txt");
    return RawHttp2.frame(
        RawHttp2.HEADERS, RawHttp2.END_HEADERS | RawHttp2.END_STREAM, stream, head);
  }

  /** A request that is under way for as long as its connection is open. */
  private Socket begun() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(PLAIN));
    socket.getOutputStream().write(ASK.formatted("silent").getBytes(ISO_8859_1));
    silent.accept();
    return socket;
  }

  private String answer(String path) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(PLAIN))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(ASK.formatted(path).getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long reached() {
    return server.state().counts().connections().values().stream()
        .mapToLong(listener -> listener.limits().get(Limit.REQUESTS))
        .sum();
  }
}
