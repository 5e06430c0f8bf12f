package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.deploy.AppJar;

/** New revisions of apps in the built jar: what they must pass, and what clients notice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RedeployIT {
  /** Answers slowly, streams, counts bodies and echoes, and says by which revision. */
  private static final String CLERK =
      """
      String me = "%1$s";
      HttpServerResponse response = request.response();
      switch (request.path()) {
        case "/slow" -> vertx.setPeriodic(20, id -> {
          if (Files.exists(Path.of("%2$s-all")) && vertx.cancelTimer(id)) { response.end(me); }
        });
        case "/length" -> request.body().onSuccess(body -> response.end(me + body.length()));
        case "/events" -> {
          response.setChunked(true).write("data: " + me + "\\n\\n");
          vertx.setPeriodic(20, id -> {
            if (Files.exists(Path.of("%2$s-all")) && vertx.cancelTimer(id)) {
              response.end("data: " + me + "\\n\\n");
            }
          });
        }
        case "/socket" -> request.toWebSocket().onSuccess(socket -> socket
            .textMessageHandler(text -> socket.writeTextMessage(me + text))
            .closeHandler(v -> vertx.fileSystem().createFileBlocking("%2$s-" + me)));
        default -> response.end(me);
      }
      """;

  private Path home;
  private JarSite site;

  @BeforeAll
  void serve(@TempDir Path folder) throws Exception {
    home = folder;
    site = new JarSite(home);
    site.answering("clerk.jar", CLERK.formatted("one", home.resolve("closed")));
    site.answering("one.jar", "request.response().end(\"one\");");
    source("home", "request.response().end(\"one\");");
    site.serve(
        "clerk: { from: apps/clerk.jar, drain: 30s }",
        "gated: { from: apps/one.jar, ready: /up, start-timeout: 5s, rehearse: 20 }",
        "trial: { from: apps/one.jar, canary: { weight: 50%, for: 1h, max-error-rate: 1% } }",
        "named: { from: apps/one.jar, main: app.Main }",
        "source: { from: home }",
        "shape: { from: apps/one.jar }");
  }

  @AfterAll
  void stop() {
    site.close();
  }

  private void source(String folder, String statements) {
    TestServer.write(
        home.resolve(folder + "/java/Main.java"),
        """
        import io.vertx.core.*;
        public class Main extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer().requestHandler(request -> { %s }).listen(1);
          }
        }
        """
            .formatted(statements));
  }

  @Test
  void whatWasBegunIsFinishedByTheRevisionItBeganWith() throws Exception {
    HttpClient h2 = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    h2.send(request("/clerk/"), BodyHandlers.ofString()); // HTTP/2 from the next request on
    CompletableFuture<HttpResponse<String>> stream =
        h2.sendAsync(request("/clerk/slow"), BodyHandlers.ofString());
    HttpResponse<InputStream> events =
        site.client().send(request("/clerk/events"), BodyHandlers.ofInputStream());
    Talk talk = new Talk();
    WebSocket socket =
        site.client()
            .newWebSocketBuilder()
            .buildAsync(
                java.net.URI.create("ws://127.0.0.1:" + site.port() + "/clerk/socket"), talk)
            .join();
    try (Socket upload = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
      OutputStream out = upload.getOutputStream();
      out.write(
          "POST /clerk/length HTTP/1.1\r\nhost: a\r\ncontent-length: 8\r\nconnection: close\r\n\r\nhalf"
              .getBytes(StandardCharsets.US_ASCII));
      JarSite.await(() -> site.admin("GET", "/status").matches("(?s).*app +clerk .*inFlight=3.*"));

      Path two = site.answering("two.jar", CLERK.formatted("two", home.resolve("closed")));
      assertThat(site.deploy("clerk", two)).isEqualTo("clerk: revision 2 serves, replacing 1\n");

      assertThat(site.get("/clerk/").body()).isEqualTo("two");
      socket.sendText("?", true).join();
      assertThat(talk.said.get(30, TimeUnit.SECONDS)).isEqualTo("one?");
      out.write("half".getBytes(StandardCharsets.US_ASCII));
      byte[] answer = upload.getInputStream().readAllBytes();
      assertThat(new String(answer, StandardCharsets.US_ASCII)).endsWith("one8");
    }
    Files.createFile(home.resolve("closed-all"));
    assertThat(stream.get(30, TimeUnit.SECONDS).version()).isEqualTo(HttpClient.Version.HTTP_2);
    assertThat(stream.join().body()).isEqualTo("one");
    assertThat(new String(events.body().readAllBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("data: one\n\ndata: one\n\n");
    assertThat(talk.closed.get(30, TimeUnit.SECONDS)).isEqualTo(1001);
    JarSite.await(() -> Files.exists(home.resolve("closed-one")));
  }

  private HttpRequest request(String path) {
    return HttpRequest.newBuilder(site.uri(path)).build();
  }

  /** A browser's end of a WebSocket. */
  private static final class Talk implements WebSocket.Listener {
    private final CompletableFuture<String> said = new CompletableFuture<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      said.complete(data.toString());
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
      closed.complete(status);
      return null;
    }
  }

  @Test
  void sourcesThatDoNotCompileAreRefusedWithThePlace() throws Exception {
    source("broken", "request.response().end(1);");

    JarProcess.Result refused = site.app("deploy", "source", "broken");

    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.text())
        .contains("apps.source: does not compile: 1 error")
        .contains("java/Main.java:4:")
        .contains("requestHandler(request -> { request.response().end(1); })");
    assertThat(site.get("/source/").body()).isEqualTo("one");
  }

  @Test
  void aJarWithoutTheMainClassIsRefused() throws Exception {
    Path other =
        AppJar.of("import io.vertx.core.*;", "class Other extends AbstractVerticle {}")
            .pack(home.resolve("other.jar"));

    assertThat(site.deploy("named", other)).contains("apps.named: ").contains("app.Main");

    assertThat(site.get("/named/").body()).isEqualTo("one");
  }

  @Test
  void aRevisionThatIsNeverReadyOrFailsItsRehearsalIsRefused() throws Exception {
    site.get("/gated/page");
    site.answering("sulks.jar", "request.response().setStatusCode(503).end(\"not yet\");");
    Path fails =
        site.answering(
            "fails.jar",
            """
            if (request.path().equals("/page")) throw new IllegalStateException("no page");
            request.response().end();
            """);

    JarProcess.Result sulks = site.app("deploy", "gated", "apps/sulks.jar");

    assertThat(sulks.exit()).isEqualTo(1);
    assertThat(sulks.text())
        .contains("apps.gated: not ready within 5000 ms: GET /up gave 503, not yet");
    assertThat(site.deploy("gated", fails))
        .contains("GET /gated/page: 200 -> 500")
        .contains("no page");
    assertThat(site.get("/gated/page").body()).isEqualTo("one");
  }

  @Test
  void aCanaryIsPromotedByAVerbAndReturnsByItselfWhenItFails() throws Exception {
    site.answering("good.jar", "request.response().end(\"good\");");
    Path bad = site.answering("bad.jar", "throw new IllegalStateException(\"bad\");");

    assertThat(site.app("deploy", "trial", "apps/good.jar").text())
        .contains("revision 2 gets 50% of the clients");
    assertThat(site.get("/trial/", "cookie", "site-canary-trial=1").body()).isEqualTo("one");
    assertThat(site.get("/trial/", "cookie", "site-canary-trial=2").body()).isEqualTo("good");
    assertThat(site.app("promote", "trial"))
        .isEqualTo(new JarProcess.Result(0, "trial: revision 2 serves, replacing 1"));

    site.deploy("trial", bad);
    for (int i = 0; i < 30; i++) {
      site.get("/trial/", "cookie", "site-canary-trial=3");
    }
    JarSite.await(() -> !site.admin("GET", "/status").contains("canary="));
    assertThat(site.get("/trial/", "cookie", "site-canary-trial=3").body()).isEqualTo("good");
    assertThat(site.app("abort", "trial").exit()).isEqualTo(1);
  }

  /** As three tutorials would show it; nobody wrote them for us. */
  static List<String> shapes() {
    return List.of(
        """
        public class Main extends VerticleBase {
          @Override public Future<?> start() {
            Router router = Router.router(vertx);
            router.get("/hello").handler(ctx -> ctx.response().end("hello"));
            return vertx.createHttpServer().requestHandler(router).listen(8888)
                .onSuccess(http -> System.out.println("on port " + http.actualPort()));
          }
        }
        """,
        """
        public class Main extends AbstractVerticle {
          @Override public void start(Promise<Void> started) {
            vertx.createHttpServer().requestHandler(request -> {
              if (request.path().equals("/hello")) request.response().end("hello");
            }).listen(8888).onComplete(http -> {
              if (http.succeeded()) started.complete(); else started.fail(http.cause());
            });
          }
        }
        """,
        """
        public class Main extends VerticleBase {
          private HttpServer server;
          @Override public Future<?> start() {
            server = vertx.createHttpServer(new HttpServerOptions().setPort(8888).setHost("0.0.0.0"));
            Router router = Router.router(vertx);
            router.route().handler(BodyHandler.create());
            router.get("/hello").respond(ctx -> Future.succeededFuture("hello"));
            return server.requestHandler(router).listen();
          }
          @Override public Future<?> stop() { return server.close(); }
          public static void main(String[] arguments) { Vertx.vertx().deployVerticle(new Main()); }
        }
        """);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("shapes")
  void whatATutorialBuildsRunsUnchanged(String verticle) throws Exception {
    Path jar =
        AppJar.of(
                """
                import io.vertx.core.*; import io.vertx.core.http.*;
                import io.vertx.ext.web.Router; import io.vertx.ext.web.handler.BodyHandler;
                """,
                verticle)
            .pack(home.resolve("shape.jar"));

    assertThat(site.deploy("shape", jar)).contains("serves, replacing");

    assertThat(site.get("/shape/hello").body()).contains("hello");
  }

  @Test
  void withoutAnyConfigurationAJarInAppsComesChangesAndGoes(@TempDir Path bare) throws Exception {
    Path apps = Files.createDirectories(bare.resolve("apps"));
    Path one = site.answering("first.jar", "request.response().end(\"first\");");
    Path two = site.answering("second.jar", "request.response().end(\"second\");");
    int port = Ports.free();
    TestServer.write(
        bare.resolve("config/site.yaml"),
        "listeners: [{ address: \"127.0.0.1:%d\" }]".formatted(port));
    try (JarProcess server = JarProcess.serve(bare)) {
      Files.copy(one, apps.resolve("blog.jar"));
      server.blockingAwait(line -> line.contains("deployed app=blog revision=1"));
      Files.copy(two, apps.resolve("blog.jar"), StandardCopyOption.REPLACE_EXISTING);
      server.blockingAwait(line -> line.contains("deployed app=blog revision=2"));
      Files.delete(apps.resolve("blog.jar"));

      server.blockingAwait(line -> line.endsWith("0 parts new, 1 gone"));
    }
  }
}
