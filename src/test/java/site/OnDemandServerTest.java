package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.acme.Pebble;

/** Handshakes for names no configuration lists, with a real authority. */
@SuppressWarnings("try") // servers that only have to be there
class OnDemandServerTest {
  @TempDir Path home;

  private final int http = Ports.free();
  private final int https = Ports.free();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private HttpServer asked;

  @BeforeEach
  void startService() throws Exception {
    assumeTrue(Pebble.isInstalled(), Pebble.MISSING);
    asked = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    asked.createContext(
        "/",
        exchange -> {
          String question = exchange.getRequestURI().getQuery();
          questions.add(question);
          exchange.sendResponseHeaders(question.contains("domain=shop") ? 200 : 404, -1);
          exchange.close();
        });
    asked.start();
  }

  @AfterEach
  void stopService() {
    if (asked != null) {
      asked.stop(0);
    }
  }

  @Test
  void aHandshakeWaitsForTheCertificateItCauses() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https))) {
      String root = pebble.issuingRoot();
      try (TestServer server = TestServer.start(home, yaml(pebble))) {
        List<CompletableFuture<Void>> together =
            Stream.generate(
                    () -> CompletableFuture.runAsync(() -> handshake(root, "shop.example.com")))
                .limit(3)
                .toList();
        together.forEach(CompletableFuture::join);

        assertThat(pebble.orders()).isEqualTo(1);
        assertThat(questions).hasSize(1);
        assertThatThrownBy(() -> handshake(root, "other.example.com"))
            .hasRootCauseInstanceOf(SSLException.class);
        assertThat(pebble.orders()).isEqualTo(1);
      }

      try (TestServer again = TestServer.start(home, yaml(pebble))) {
        handshake(root, "shop.example.com");
        assertThat(pebble.orders()).isEqualTo(1);
      }
    }
  }

  @Test
  void aNameTheAuthorityRefusesIsGivenUp() throws Exception {
    Pebble.Behaviour behaviour =
        new Pebble.Behaviour(http, https).with("\"domainBlocklist\": [\"shop.blocked.com\"]");
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), behaviour);
        TestServer server = TestServer.start(home, yaml(pebble))) {
      String root = pebble.issuingRoot();

      assertThatThrownBy(() -> handshake(root, "shop.blocked.com"))
          .hasRootCauseInstanceOf(SSLException.class);
      assertThatThrownBy(() -> handshake(root, "shop.blocked.com"))
          .hasRootCauseInstanceOf(SSLException.class);

      assertThat(pebble.orders()).isEqualTo(1);
    }
  }

  @Test
  void aFloodOfNamesOrdersLittleAndLeavesOtherSitesAlone() throws Exception {
    try (Pebble pebble = Pebble.start(home.resolve("pebble"), new Pebble.Behaviour(http, https));
        TestServer server =
            TestServer.start(home, yaml(pebble).replace("\"*\"", "\"*\", \"localhost\""))) {
      long began = System.nanoTime();
      ExecutorService flood = Executors.newFixedThreadPool(8);
      AtomicInteger refused = new AtomicInteger();
      for (int i = 0; i < 1000; i++) {
        String name = "shop" + i + ".example.com";
        InetAddress from = InetAddress.getByName("127.0.1." + (1 + i % 250));
        flood.execute(() -> refused.addAndGet(isRefused(name, from) ? 1 : 0));
      }
      flood.shutdown();
      int served = 0;
      while (!flood.awaitTermination(50, TimeUnit.MILLISECONDS)) {
        assertThat(server.getTls(1, "/").body()).isEqualTo("hello");
        served++;
      }

      long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();
      assertThat(pebble.orders()).isLessThanOrEqualTo(10 + seconds / 6 + 1);
      assertThat(refused.get()).isGreaterThan(900);
      assertThat(served).isPositive();
    }
  }

  private boolean isRefused(String name, InetAddress from) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), https, from, 0);
        SSLSocket tls =
            (SSLSocket)
                ((SSLSocketFactory) SSLSocketFactory.getDefault())
                    .createSocket(socket, name, https, false)) {
      tls.setSoTimeout(30_000);
      tls.startHandshake();
      return false;
    } catch (IOException e) {
      return String.valueOf(e.getMessage()).contains("unrecognized_name");
    }
  }

  /** A client without memory: a session that is resumed would bring its old name along. */
  private void handshake(String root, String name) {
    SSLContext trust = Pebble.trust(root);
    try (SSLSocket socket =
        (SSLSocket)
            trust.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), https)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private String yaml(Pebble pebble) {
    return """
    listeners:
    - address: "127.0.0.1:%d"
    - { address: "127.0.0.1:%d", tls: true }
    tls:
      acme:
        ca: [ { id: pebble, directory: "%s", root: "%s" } ]
      on_demand: { ask: "http://127.0.0.1:%d/ask" }
    admin: { socket: "%s" }
    log: { access: { to: "off" } }
    sites:
    - hosts: ["*"]
      routes:
      - respond: { status: 200, body: hello }
    """
        .formatted(
            http,
            https,
            pebble.directoryUrl(),
            pebble.serverRoot(),
            asked.getAddress().getPort(),
            home.resolve("a.sock"));
  }
}
