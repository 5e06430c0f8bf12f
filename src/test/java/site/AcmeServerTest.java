package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import site.acme.Pebble;

/** The whole server and a real certificate authority. */
@Timeout(60)
class AcmeServerTest {
  @TempDir Path home;

  private final int http = Pebble.freePort();
  private final int https = Pebble.freePort();

  @BeforeEach
  void needsPebble() {
    assumeTrue(Pebble.isInstalled(), "pebble is not installed (apt-get install pebble)");
  }

  @Test
  void aNameGetsItsCertificateByHttp() throws Exception {
    try (Pebble pebble = pebble()) {
      try (TestServer server = TestServer.start(home, yaml(pebble, "http-01", "www.example.com"))) {
        await(() -> answersTrusted(pebble, "www.example.com"));

        assertThat(get(pebble.trustOfIssued(), "www.example.com", "/")).contains("200", "hello");
        assertThat(plain("www.example.com", "/")).contains("308");
        assertThat(home.resolve("data/tls/live/www.example.com/fullchain.pem")).exists();
        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void aNameGetsItsCertificateByTls() throws Exception {
    try (Pebble pebble = pebble()) {
      try (TestServer server =
          TestServer.start(home, yaml(pebble, "tls-alpn-01", "www.example.com"))) {
        await(() -> answersTrusted(pebble, "www.example.com"));

        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void aRestartNeedsNoOrder() throws Exception {
    try (Pebble pebble = pebble()) {
      String yaml = yaml(pebble, "http-01", "www.example.com");
      try (TestServer server = TestServer.start(home, yaml)) {
        await(() -> answersTrusted(pebble, "www.example.com"));
      }

      try (TestServer server = TestServer.start(home, yaml)) {
        assertThat(answersTrusted(pebble, "www.example.com")).isTrue();
        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  private Pebble pebble() {
    return Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
  }

  private String yaml(Pebble pebble, String challenge, String... hosts) {
    return """
    listeners:
    - address: "127.0.0.1:%d"
    - { address: "127.0.0.1:%d", tls: true }
    tls:
      acme:
        ca: [ { id: pebble, directory: "%s", root: "%s" } ]
        challenges: [%s]
    admin: { socket: "%s" }
    log: { access: { to: "off" } }
    sites:
    - hosts: [%s]
      routes:
      - respond: { status: 200, body: hello }
    """
        .formatted(
            http,
            https,
            pebble.directoryUrl(),
            pebble.serverRoot(),
            challenge,
            home.resolve("a.sock"),
            String.join(", ", hosts));
  }

  private boolean answersTrusted(Pebble pebble, String host) {
    try {
      return get(pebble.trustOfIssued(), host, "/").contains(" 200 ");
    } catch (IOException e) {
      return false;
    }
  }

  private String get(SSLContext trust, String host, String path) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), https)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return exchange(socket, host, path);
    }
  }

  private String plain(String host, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http)) {
      return exchange(socket, host, path);
    }
  }

  private static String exchange(Socket socket, String host, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nhost: " + host + "\r\nconnection: close\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(20));
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.sleep(50);
    }
  }
}
