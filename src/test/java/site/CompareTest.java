package site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** An upstream answers and an app is compared with it, or the other way round. */
class CompareTest {
  private static final Duration BOUND = Duration.ofSeconds(30);

  @TempDir Path home;
  private HttpServer legacy;
  private final AtomicInteger written = new AtomicInteger();

  @BeforeEach
  void startBoth() throws Exception {
    legacy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    legacy.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestMethod().equals("POST")) {
            written.incrementAndGet();
          }
          byte[] body = "{\"a\": 1, \"b\": 2}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          boolean head = exchange.getRequestMethod().equals("HEAD");
          exchange.sendResponseHeaders(200, head ? -1 : body.length);
          exchange.getResponseBody().write(head ? new byte[0] : body);
          exchange.close();
        });
    legacy.start();
    Files.createDirectories(home.resolve("apps"));
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          if (request.path().endsWith("gone")) {
                            request.response().setStatusCode(404);
                          }
                          String b = request.path().endsWith("off") ? "3" : "2";
                          request
                              .response()
                              .putHeader("Content-Type", "application/json")
                              .putHeader("X-App", request.method().name())
                              .end("{\\"b\\":" + b + ",\\"a\\":1}");
                        })
                    .listen(8080);
              }
            }
            """)
        .pack(home.resolve("apps/fresh.jar"));
  }

  @AfterEach
  void stop() {
    legacy.stop(0);
  }

  private TestServer start(String serve, String with) {
    return TestServer.start(
        home,
        """
        listeners: [{ address: "127.0.0.1:0" }]
        apps: { fresh: { from: apps/fresh.jar } }
        upstreams: { legacy: { to: "http://127.0.0.1:%d" } }
        sites:
          - hosts: ["*"]
            routes: [{ path: "/users/*", compare: { serve: %s, with: %s } }]
        """
            .formatted(legacy.getAddress().getPort(), serve, with));
  }

  private static HttpResponse<String> send(TestServer server, String method, String path)
      throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.url("http", 0, path))
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static void awaitState(TestServer server, String expected) throws Exception {
    long end = System.nanoTime() + BOUND.toNanos();
    String status = "";
    while (!status.contains(expected) && System.nanoTime() < end) {
      status = server.state().comparisons().toString();
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(status).contains(expected);
  }

  @Test
  void anAppIsComparedWithTheUpstreamThatAnswers() throws Exception {
    try (TestServer server = start("legacy", "{ app: fresh }")) {

      HttpResponse<String> same = send(server, "GET", "/users/1");
      send(server, "HEAD", "/users/1");
      send(server, "GET", "/users/off");
      send(server, "GET", "/users/gone");
      HttpResponse<String> unsafe = send(server, "POST", "/users/1");

      assertThat(same.body()).isEqualTo("{\"a\": 1, \"b\": 2}");
      assertThat(same.headers().map()).doesNotContainKey("x-app");
      assertThat(unsafe.statusCode()).isEqualTo(200);
      awaitState(server, "* /users/*: 50.0% of 4 the same, status=1 headers=0 body=1 skipped=0");
    }
  }

  @Test
  void anUpstreamIsComparedWithTheAppThatAnswersAndIsSentNothingUnsafe() throws Exception {
    try (TestServer server = start("{ app: fresh }", "legacy")) {

      HttpResponse<String> same = send(server, "GET", "/users/1");
      HttpResponse<String> unsafe = send(server, "POST", "/users/1");

      assertThat(same.body()).isEqualTo("{\"b\":2,\"a\":1}");
      assertThat(unsafe.headers().firstValue("x-app")).contains("POST");
      awaitState(server, "* /users/*: 100.0% of 1 the same");
      assertThat(written).hasValue(0);
    }
  }

  @Test
  void whatIsComparedMayBeGoneAndCountsOutliveAReload() throws Exception {
    try (TestServer server = start("{ app: fresh }", "legacy")) {
      legacy.stop(0);

      assertThat(send(server, "GET", "/users/1").statusCode()).isEqualTo(200);

      awaitState(server, "* /users/*: 0.0% of 1 the same, status=1");
      server.reload();
      awaitState(server, "* /users/*: 0.0% of 1 the same, status=1");
    }
  }
}
