package site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** The graceful end: what was begun is finished, what would last for ever is told to go. */
class StopTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
      apps: { late: { from: apps/late.jar } }
      sites:
        - hosts: [localhost]
          https-redirect: false
          routes: [{ path: "/*", app: late }]
      """;

  @TempDir Path home;

  @BeforeEach
  void writeApp() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .webSocketHandler(socket -> socket.writeTextMessage("hello"))
                    .requestHandler(
                        request -> {
                          request.response().setChunked(true).write("begun");
                          vertx.setTimer(700, id -> request.response().end(" and done"));
                        })
                    .listen(8080);
              }
            }
            """)
        .pack(home.resolve("apps/late.jar"));
  }

  @Test
  void anHttp2RequestUnderWayIsFinished() throws Exception {
    TestServer server = TestServer.start(home, YAML);
    Process curl =
        new ProcessBuilder(
                "curl",
                "-sSN",
                "--http2",
                "--cacert",
                server.root().toString(),
                "--write-out",
                " over HTTP/%{http_version}",
                server.url("https", 1, "/").toString())
            .redirectErrorStream(true)
            .start();
    byte[] begun = curl.getInputStream().readNBytes("begun".length());

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

    byte[] rest = curl.getInputStream().readAllBytes();
    assertThat(new String(begun, UTF_8) + new String(rest, UTF_8))
        .isEqualTo("begun and done over HTTP/2");
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aWebSocketIsToldThatTheServerGoesAway() throws Exception {
    TestServer server = TestServer.start(home, YAML);
    Closing closing = new Closing();
    URI url = server.url("ws", 0, "/");
    HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, closing).join();
    assertThat(closing.greeted.get(20, TimeUnit.SECONDS)).isEqualTo("hello");

    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

    // RFC 6455 7.4.1: going away
    assertThat(closing.status.get(20, TimeUnit.SECONDS)).isEqualTo(1001);
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aTunnelDoesNotHoldTheServer() throws Exception {
    TestServer origin = TestServer.start(home, YAML);
    String proxying =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        shutdown: { drain: 60s }
        sites:
          - hosts: [localhost]
            routes: [{ path: "/*", proxy: ["http://127.0.0.1:%d"] }]
        """;
    Path other = Files.createDirectories(home.resolve("front"));
    TestServer front = TestServer.start(other, proxying.formatted(origin.port(0)));
    Closing closing = new Closing();
    URI url = front.url("ws", 0, "/");
    HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, closing).join();
    assertThat(closing.greeted.get(20, TimeUnit.SECONDS)).isEqualTo("hello");

    CompletableFuture.runAsync(front::close).get(20, TimeUnit.SECONDS);

    origin.close();
  }

  private static final class Closing implements WebSocket.Listener {
    private final CompletableFuture<String> greeted = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      greeted.complete(text.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      status.complete(code);
      return null;
    }
  }
}
