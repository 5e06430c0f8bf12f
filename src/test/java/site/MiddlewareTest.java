package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.deploy.AppJar;

/** What requests have to pass, in a whole server. */
class MiddlewareTest {
  @TempDir Path home;

  private static String yaml(String site, String route) {
    return """
    listeners: [{ address: "127.0.0.1:0" }]
    sites:
      - hosts: ["*"]
    %s
        routes:
          - { path: "/other/*", respond: { body: other }%s }
          - { respond: { body: here } }
    """
        .formatted(site.indent(4), route.isEmpty() ? "" : ", " + route);
  }

  @Test
  void aLimitSurvivesAReloadAndARouteCanSwitchItOff() throws Exception {
    String limit = "limit: { rate: 1/h, burst: 1 }";
    try (TestServer server = TestServer.start(home, yaml(limit, ""))) {
      assertThat(server.get(0, "/").statusCode()).isEqualTo(200);
      var refused = server.get(0, "/other/x");
      assertThat(refused.statusCode()).isEqualTo(429);
      // of the hour a slow machine may have used up some seconds
      assertThat(refused.headers().firstValue("retry-after").orElseThrow())
          .matches("3600|35\\d\\d");
      assertThat(refused.headers().firstValue("ratelimit").orElseThrow())
          .matches("\"default\";r=0;t=(3600|35\\d\\d)");

      server.reload(yaml(limit, "limit: false"));

      assertThat(server.get(0, "/").statusCode()).isEqualTo(429);
      assertThat(server.get(0, "/other/x").statusCode()).isEqualTo(200);
    }
  }

  /** An app that reads all and answers how much it was, or never. */
  private TestServer withApp(String routes) throws Exception {
    Files.createDirectories(home.resolve("apps"));
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .requestHandler(r -> {
                      if (r.path().startsWith("/never")) {
                        vertx.setTimer(2_000, id -> r.response().end("late"));
                      } else {
                        r.body().onSuccess(b -> r.response().end("" + b.length()));
                      }
                    })
                    .listen(8080);
              }
            }
            """)
        .pack(home.resolve("apps/sink.jar"));
    return TestServer.start(
        home,
        """
        listeners: [{ address: "127.0.0.1:0" }]
        apps: { sink: { from: apps/sink.jar } }
        sites:
          - hosts: ["*"]
            body-limit: 1KiB
            timeout: 20s
            routes:
        """
            + routes.indent(6));
  }

  private static HttpResponse<String> post(TestServer server, String path, BodyPublisher body)
      throws Exception {
    return server.send(HttpRequest.newBuilder(server.url("http", 0, path)).POST(body));
  }

  private static BodyPublisher chunked(int bytes) {
    return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[bytes]));
  }

  @ParameterizedTest
  @CsvSource({"/app", "/proxy"})
  void aBodyThatIsTooLongIsRefusedWhetherOrNotItSaysSo(String path) throws Exception {
    try (var upstream = new Origin();
        TestServer server =
            withApp(
                "- { path: /app/big, body-limit: false, app: sink }\n"
                    + "- { path: /app, app: sink }\n"
                    + "- { path: /proxy, proxy: [\"%s\"] }\n".formatted(upstream.url()))) {
      assertThat(post(server, path, BodyPublishers.ofByteArray(new byte[1024])).body())
          .isEqualTo("1024");
      assertThat(post(server, path, chunked(1024)).body()).isEqualTo("1024");
      assertThat(post(server, path, BodyPublishers.ofByteArray(new byte[1025])).statusCode())
          .isEqualTo(413);
      assertThat(post(server, path, chunked(100_000)).statusCode()).isEqualTo(413);
      assertThat(post(server, "/app/big", chunked(100_000)).body()).isEqualTo("100000");
    }
  }

  @Test
  void whoAsksBeforeSendingIsNotToldToContinue() throws Exception {
    try (TestServer server = withApp("- { app: sink }");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\nExpect: 100-continue\r\n\r\n"
                  .getBytes(StandardCharsets.ISO_8859_1));

      byte[] begin = socket.getInputStream().readNBytes(12);

      assertThat(new String(begin, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void anAnswerThatDoesNotBeginInTimeIsGivenUp() throws Exception {
    try (var upstream = new Origin();
        TestServer server =
            withApp(
                "- { path: /never, timeout: 200ms, app: sink }\n"
                    + "- { path: /slow, timeout: 200ms, proxy: [\"%s\"] }\n"
                        .formatted(upstream.url())
                    + "- { app: sink }")) {
      assertThat(server.get(0, "/never").statusCode()).isEqualTo(503);
      assertThat(server.get(0, "/slow").statusCode()).isEqualTo(504);
      assertThat(server.get(0, "/").body()).isEqualTo("0");
      Await.until(() -> upstream.sawItsClientGo());
    }
  }
}
