package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets of an unmodified app, on the app's own thread. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppWebSocketTest {
  private Host host;
  private Path jar;
  private Deployment deployment;
  private final List<SocketClient> clients = new ArrayList<>();

  @BeforeAll
  void deploy(@TempDir Path home) throws Exception {
    jar =
        AppJar.named("feature").mainVerticle("feature.SocketVerticle").pack(home.resolve("s.jar"));
    host = new Host(home);
    deployment = host.deploy("sockets", "", Host.config(jar));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @AfterEach
  void leave() {
    clients.forEach(client -> client.socket().abort());
    clients.clear();
  }

  @AfterEach
  void everythingRanOnTheAppsOwnThreadAndContext() throws Exception {
    assertThat(host.get("/wrong").body()).isEmpty();
  }

  @Test
  void echoesTextAndBinary() throws Exception {
    SocketClient client = open("/chat");

    assertThat(client.next()).isEqualTo("/chat 127.0.0.1 null");
    client.send("hello");
    assertThat(client.next()).isEqualTo("echo hello");
    client.socket().sendBinary(ByteBuffer.wrap(new byte[1000]), true).join();
    assertThat(client.next()).isEqualTo("binary 1000");
  }

  @Test
  void putsFragmentsTogether() throws Exception {
    SocketClient client = open("/chat");
    client.next();

    client.socket().sendText("x".repeat(20_000), false).join();
    client.socket().sendText("y".repeat(20_000), true).join();

    assertThat(client.next()).isEqualTo("echo " + "x".repeat(20_000) + "y".repeat(20_000));
  }

  @Test
  void agreesOnTheFirstProtocolTheAppKnows() throws Exception {
    SocketClient client = open("/chat", "unknown", "other", "chat");

    assertThat(client.socket().getSubprotocol()).isEqualTo("other");
    assertThat(client.next()).endsWith(" other");
  }

  @Test
  void passesTheClientsCloseToTheApp() throws Exception {
    SocketClient client = open("/chat");
    client.next();

    client.socket().sendClose(4002, "bye").join();

    assertThat(client.next()).isEqualTo("closed 4002 bye");
    Host.until(() -> events().contains("closed 4002 bye"));
  }

  @Test
  void passesTheAppsCloseToTheClient() throws Exception {
    SocketClient client = open("/chat");
    client.next();

    client.send("close");

    assertThat(client.next()).isEqualTo("closed 4001 enough");
  }

  @Test
  void bringsPongsToTheAppThatPinged() throws Exception {
    SocketClient client = open("/chat");

    client.send("ping");

    Host.until(() -> events().contains("pong p"));
  }

  @Test
  void keepsMessagesForAnAppThatPauses() throws Exception {
    SocketClient client = open("/chat");
    client.next();

    client.send("pause");
    for (int i = 0; i < 50; i++) {
      client.send("m" + i);
    }

    for (int i = 0; i < 50; i++) {
      assertThat(client.next()).isEqualTo("echo m" + i);
    }
  }

  @Test
  void waitsForAClientThatReadsSlowly() throws Exception {
    SocketClient client = open("/chat");
    client.next();
    client.pause();
    client.send("flood");

    Host.until(() -> events().contains("waiting"));
    client.resume();

    for (int i = 0; i < 2000; i++) {
      assertThat(client.next()).isEqualTo("binary 10000");
    }
    assertThat(client.next()).isEqualTo("flooded");
  }

  @Test
  void letsTheAppRejectAHandshake() {
    assertThatThrownBy(() -> open("/forbidden"))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            e -> assertThat(e.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void tellsTheAppThatAClientVanished() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              """
              GET /chat HTTP/1.1\r
              Host: a\r
              Connection: Upgrade\r
              Upgrade: websocket\r
              Sec-WebSocket-Version: 13\r
              Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
              \r
              """
                  .getBytes(StandardCharsets.ISO_8859_1));
      socket.getInputStream().readNBytes(100);
    }

    Host.until(() -> events().contains("closed 1006"));
  }

  @Test
  void answersPlainRequestsOfTheSameServer() throws Exception {
    assertThat(host.get("/").body()).isEqualTo("plain");
  }

  @Test
  void endsTheExchangeWithTheWebSocket() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    host.onExchange(exchange -> exchange.onEnd(x -> ended.countDown()));
    SocketClient client = open("/chat");
    client.next();

    assertThat(ended.getCount()).isEqualTo(1);
    assertThat(deployment.state().inFlight()).isZero();
    client.socket().sendClose(WebSocket.NORMAL_CLOSURE, "").join();

    ended.await();
  }

  @Test
  void sendsClientsAwayWhenTheAppIsReplaced() throws Exception {
    SocketClient client = open("/chat");
    client.next();

    Host.await(deployment.restart());

    assertThat(client.next()).startsWith("closed 1001");
    SocketClient again = open("/chat");
    assertThat(again.next()).isEqualTo("/chat 127.0.0.1 null");
  }

  private SocketClient open(String path, String... protocols) {
    SocketClient client = SocketClient.open(host, path, protocols);
    clients.add(client);
    return client;
  }

  private String events() {
    try {
      return host.get("/events").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
