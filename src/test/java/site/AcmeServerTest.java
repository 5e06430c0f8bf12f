package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
@SuppressWarnings("try") // a server is there to be asked over the network
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
        String first = get(TestServer.trusting(server.root()), "www.example.com", "/");
        await(() -> answersTrusted(pebble, "www.example.com"));

        assertThat(first).contains(" 503 ", "retry-after", "certificate is being obtained");
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

  @Test
  void withoutCertificateNobodyIsSentToHttpsAndEverybodyIsToldWhy() throws Exception {
    Pebble gone = pebble();
    gone.close();
    try (TestServer server = TestServer.start(home, yaml(gone, "http-01", "www.example.com"))) {
      SSLContext internal = TestServer.trusting(server.root());

      assertThat(get(internal, "www.example.com", "/"))
          .contains(" 503 ", "retry-after: 5", "certificate is being obtained");
      assertThat(plain("www.example.com", "/")).contains(" 503 ").doesNotContain("location");
    }
  }

  @Test
  void anUnknownTokenIsAnOrdinaryRequest() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server = TestServer.start(home, yaml(pebble, "http-01", "www.example.com"))) {
      await(() -> answersTrusted(pebble, "www.example.com"));

      String path = "/.well-known/acme-challenge/unknown";

      assertThat(plain("www.example.com", path)).contains(" 308 ");
      assertThat(get(pebble.trustOfIssued(), "www.example.com", path)).contains(" 200 ", "hello");
    }
  }

  @Test
  void anyServerWithTheAccountsKeyAnswersForTheNamesOfAll() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server =
            TestServer.start(
                home,
                yaml(pebble, "http-01", "www.example.com")
                    .replace(
                        "challenges:",
                        "cluster: lease\n    http01: { stateless: true }\n    challenges:"))) {
      await(() -> answersTrusted(pebble, "www.example.com"));

      String path = "/.well-known/acme-challenge/aTokenOfAnother";

      assertThat(plain("www.example.com", path))
          .contains(" 200 ")
          .containsPattern("aTokenOfAnother\\.[A-Za-z0-9_-]{43}$");
      assertThat(plain("other.example.com", path)).doesNotContain(" 200 ");
    }
  }

  @Test
  void aReloadOrdersWhatIsNewAndNothingElse() throws Exception {
    try (Pebble pebble = pebble();
        TestServer server =
            TestServer.start(home, yaml(pebble, "http-01", "a.example.com", "b.example.com"))) {
      await(() -> answersTrusted(pebble, "a.example.com"));
      await(() -> answersTrusted(pebble, "b.example.com"));

      server.reload(yaml(pebble, "http-01", "a.example.com", "c.example.com"));
      await(() -> answersTrusted(pebble, "c.example.com"));
      assertThat(pebble.orders()).isEqualTo(3);

      server.reload(yaml(pebble, "http-01", "a.example.com", "b.example.com"));
      assertThat(answersTrusted(pebble, "b.example.com")).isTrue();
      assertThat(pebble.orders()).isEqualTo(3);
    }
  }

  @Test
  void renewalsAreSwappedUnderLoadWithoutAFailedRequest() throws Exception {
    Pebble.Behaviour shortLived =
        new Pebble.Behaviour(http, https).with("\"certificateValidityPeriod\": 8");
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), shortLived);
        TestServer server = TestServer.start(home, yaml(pebble, "http-01", "www.example.com"))) {
      await(() -> answersTrusted(pebble, "www.example.com"));
      String root = pebble.issuingRoot();
      Instant end = Instant.now().plusSeconds(30);
      Set<BigInteger> serials = new HashSet<>();
      int requests = 0;
      while (serials.size() < 4 && Instant.now().isBefore(end)) {
        // a context of its own, as a resumed session would show the old certificate
        try (SSLSocket socket = handshake(Pebble.trust(root), "www.example.com")) {
          X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
          serials.add(leaf.getSerialNumber());
          assertThat(exchange(socket, "www.example.com", "/")).contains(" 200 ");
          requests++;
        }
      }

      assertThat(serials).hasSize(4);
      assertThat(requests).isGreaterThan(serials.size());
    }
  }

  @Test
  void oneOfTwoServersOnADirectoryOrdersAndTheOtherTakesOver() throws Exception {
    Path shared = home.resolve("shared");
    int otherHttp = Pebble.freePort();
    int otherHttps = Pebble.freePort();
    try (Pebble pebble = pebble()) {
      String yaml =
          yaml(pebble, "http-01", "www.example.com")
              .replace("tls:\n  acme", "tls:\n  data: \"" + shared + "\"\n  acme");
      String other =
          yaml.replace(":" + http + "\"", ":" + otherHttp + "\"")
              .replace(":" + https + "\"", ":" + otherHttps + "\"")
              .replace("a.sock", "b.sock");
      TestServer first = TestServer.start(home.resolve("one"), yaml);
      await(() -> answersTrusted(pebble, "www.example.com"));
      try (TestServer second = TestServer.start(home.resolve("two"), other)) {
        assertThat(pebble.orders()).isEqualTo(1);
        first.close();
        TestServer.write(
            home.resolve("two/config/site.yaml"),
            other
                .replace(":" + otherHttp + "\"", ":" + http + "\"")
                .replace(":" + otherHttps + "\"", ":" + https + "\"")
                .replace("www.example.com", "www.example.com, new.example.com"));
        second.reload();

        await(() -> answersTrusted(pebble, "new.example.com"));
        assertThat(pebble.orders()).isEqualTo(2);
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
    try (SSLSocket socket = handshake(trust, host)) {
      return exchange(socket, host, path);
    }
  }

  private SSLSocket handshake(SSLContext trust, String host) throws IOException {
    SSLSocket socket =
        (SSLSocket) trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), https);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
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
