package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** A reload keeps what is equal, changes the rest, and a broken one changes nothing. */
class ReloadTest {
  private static final int BIG = 24 * 1024 * 1024;

  @TempDir Path home;

  @BeforeEach
  void writeFilesAndApp() throws Exception {
    TestServer.write(home.resolve("webroot/index.html"), "home");
    Files.write(home.resolve("webroot/big.bin"), new byte[BIG]);
    Files.createDirectories(home.resolve("apps"));
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .webSocketHandler(socket -> socket.textMessageHandler(socket::writeTextMessage))
                    .requestHandler(request -> request.response().end("app"))
                    .listen(8080);
              }
            }
            """)
        .pack(home.resolve("apps/echo.jar"));
  }

  /** The same routes every time but the last, whose answer tells the configurations apart. */
  private static String yaml(int version) {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        apps: { echo: { from: apps/echo.jar } }
        sites:
          - hosts: ["*"]
            routes:
              - { path: "/echo/*", app: echo }
              - { path: "/version", respond: { status: 200, body: "%d" } }
              - { path: "/*", files: { root: webroot } }
        """
        .formatted(version);
  }

  @Test
  void fiftyReloadsUnderLoadDisturbNobody() throws Exception {
    try (TestServer server = TestServer.start(home, yaml(0));
        Load load = new Load(server)) {
      Echo echo = new Echo(server.url("ws", 0, "/echo/"));
      SlowDownload download = new SlowDownload(server.port(0));

      for (int version = 1; version <= 50; version++) {
        if (version % 10 == 5) {
          assertThatThrownBy(() -> server.reload("sites: [{ hostz: [x] }]"))
              .hasStackTraceContaining("hostz");
        }
        server.reload(yaml(version));
        assertThat(server.get(0, "/version").body()).isEqualTo(Integer.toString(version));
        assertThat(echo.say("v" + version)).isEqualTo("v" + version);
        download.take(BIG / 100);
      }

      download.takeTheRest();
      assertThat(download.received()).isEqualTo(BIG);
      assertThat(load.stop()).isEmpty();
      assertThat(load.answered()).isGreaterThan(100);
    }
  }

  @Test
  void aBrokenConfigurationChangesNothingAndSaysWhy() throws Exception {
    try (TestServer server = TestServer.start(home, yaml(1))) {
      assertThatThrownBy(() -> server.reload("limits: { idle: -1s }\nsitez: []\n"))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("config/site.yaml:1:17: limits.idle")
          .hasMessageContaining("config/site.yaml:2:1: sitez");

      assertThat(server.get(0, "/version").body()).isEqualTo("1");
    }
  }

  @Test
  void anAppThatDoesNotStartLeavesEverythingAsItWas() throws Exception {
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() { throw new IllegalStateException("no database"); }
            }
            """)
        .pack(home.resolve("apps/bad.jar"));
    try (TestServer server = TestServer.start(home, yaml(1))) {
      String withBad = yaml(2).replace("apps: { echo", "apps: { bad: { from: apps/bad.jar }, echo");

      assertThatThrownBy(() -> server.reload(withBad)).hasMessageContaining("no database");

      assertThat(server.get(0, "/version").body()).isEqualTo("1");
      assertThat(server.get(0, "/echo/").body()).isEqualTo("app");
    }
  }

  @Test
  void aListenerThatCannotBeOpenedLeavesTheOthersAlone() throws Exception {
    try (TestServer server = TestServer.start(home, yaml(1));
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String clash =
          yaml(2)
              .replace(
                  "listeners: [",
                  "listeners: [{ address: \"127.0.0.1:" + taken.getLocalPort() + "\" }, ");

      assertThatThrownBy(() -> server.reload(clash)).hasMessageContaining("in use");

      assertThat(server.get(0, "/version").body()).isEqualTo("1");
    }
  }

  @Test
  void aChangedAppFileIsDeployedByAReload() throws Exception {
    try (TestServer server = TestServer.start(home, yaml(1))) {
      AppJar.answering("request.response().end(\"second\");").pack(home.resolve("apps/echo.jar"));

      server.reload();

      assertThat(server.get(0, "/echo/").body()).isEqualTo("second");
    }
  }

  @Test
  void aWatchedAppIsDeployedByItselfAndNotAgainByAReload() throws Exception {
    String watched = yaml(1).replace("echo.jar }", "echo.jar, watch: true }");
    try (TestServer server = TestServer.start(home, watched)) {
      Path made =
          AppJar.answering("request.response().end(\"second\");").pack(home.resolve("made"));
      // at once: half a jar would be tried, too, and be revision 2
      Files.move(made, home.resolve("apps/echo.jar"), StandardCopyOption.REPLACE_EXISTING);
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (!server.get(0, "/echo/").body().equals("second")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }

      server.reload();

      assertThat(server.get(0, "/echo/").body()).isEqualTo("second");
      assertThat(home.resolve("data/apps/echo/2")).exists();
      assertThat(home.resolve("data/apps/echo/3")).doesNotExist();
    }
  }

  @Test
  void aListenerWhoseSettingsChangedListensAgainOnTheSamePort() throws Exception {
    int port = Ports.free();
    String before = yaml(1).replace("127.0.0.1:0\"", "127.0.0.1:" + port + "\"");
    String after = before.replace("\" }]\napps", "\", protocols: [h1] }]\napps");
    try (TestServer server = TestServer.start(home, before)) {
      for (int i = 0; i < 10; i++) {
        server.reload(i % 2 == 0 ? after : before);
        assertThat(server.get(0, "/version").body()).isEqualTo("1");
      }
      assertThatThrownBy(() -> server.reload(after + "nonsense: 1\n"));
      assertThat(server.get(0, "/version").body()).isEqualTo("1");
    }
  }

  /** A WebSocket that stays open and expects its own words back. */
  private static final class Echo implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    Echo(URI url) {
      socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(url, this).join();
    }

    String say(String word) throws InterruptedException {
      socket.sendText(word, true).join();
      return heard.poll(30, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
      heard.add(text.toString());
      from.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      heard.add("closed " + status);
      return null;
    }
  }

  /** A client that reads a big file as slowly as the test wants. */
  private static final class SlowDownload {
    private final InputStream in;
    private long received;

    SlowDownload(int port) throws Exception {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(32 * 1024);
      socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write("GET /big.bin HTTP/1.1\r\nhost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      in = socket.getInputStream();
      skipHead();
    }

    private void skipHead() throws Exception {
      int newlines = 0;
      while (newlines < 4) {
        int c = in.read();
        newlines = c == '\r' || c == '\n' ? newlines + 1 : 0;
      }
    }

    void take(int bytes) throws Exception {
      received += in.readNBytes(bytes).length;
    }

    void takeTheRest() throws Exception {
      received += in.readNBytes((int) (BIG - received)).length;
    }

    long received() {
      return received;
    }
  }

  /** Four clients on keep-alive connections that ask all the time and remember what went wrong. */
  private static final class Load implements AutoCloseable {
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicInteger answered = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<CompletableFuture<Void>> clients;

    Load(TestServer server) {
      List<String> paths = List.of("/", "/echo/", "/version", "/index.html");
      clients =
          IntStream.range(0, 4)
              .mapToObj(
                  i -> CompletableFuture.runAsync(() -> ask(server.url("http", 0, paths.get(i)))))
              .toList();
    }

    private void ask(URI url) {
      HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
      while (running.get()) {
        try {
          HttpResponse<String> answer =
              client.send(
                  HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
          if (answer.statusCode() != 200) {
            failures.add(url + ": " + answer.statusCode());
          }
          answered.incrementAndGet();
        } catch (Exception e) {
          failures.add(url + ": " + e);
        }
      }
    }

    int answered() {
      return answered.get();
    }

    ConcurrentLinkedQueue<String> stop() {
      running.set(false);
      clients.forEach(CompletableFuture::join);
      return failures;
    }

    @Override
    public void close() {
      stop();
    }
  }
}
