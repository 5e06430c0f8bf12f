package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Http3Client.Answer;
import site.deploy.AppJar;
import site.server.ConnectionsState;
import site.tls.QuicContexts;

/** HTTP/3 beside the other versions: the same routes and actions, by UDP. */
class Http3Test {
  private static final int BIG = 8 * 1024 * 1024;

  @TempDir Path home;
  private final byte[] big = new byte[BIG];

  @BeforeAll
  static void needsItsNativePart() {
    assumeThat(QuicContexts.problem()).isEmpty();
  }

  @BeforeEach
  void writeFilesAndApp() throws Exception {
    new Random(1).nextBytes(big);
    TestServer.write(home.resolve("webroot/index.html"), "home");
    Files.write(home.resolve("webroot/big.bin"), big);
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .requestHandler(
                        request -> {
                          if (request.path().equals("/events")) {
                            request.response()
                                .putHeader("content-type", "text/event-stream")
                                .setChunked(true)
                                .write("data: first\\n\\n");
                          } else {
                            request.body().onSuccess(request.response()::end);
                          }
                        })
                    .listen(8080);
              }
            }
            """)
        .pack(Files.createDirectories(home.resolve("apps")).resolve("echo.jar"));
  }

  private static String yaml(String origin) {
    return """
        listeners: [{ address: "127.0.0.1:0", tls: true }]
        log: { access: { to: access.log } }
        apps: { echo: { from: apps/echo.jar } }
        sites:
          - hosts: [www.h3.test, localhost]
            routes:
              - { path: "/echo/*", strip-prefix: /echo, app: echo }
              - { path: "/proxy/*", strip-prefix: /proxy, proxy: "%s" }
              - { path: /ping, respond: { body: pong } }
              - { path: /old, redirect: { to: /ping } }
              - { path: "/*", files: { root: webroot } }
        """
        .formatted(origin);
  }

  private static final String NO_ORIGIN = "http://127.0.0.1:9";

  private TestServer start() {
    return TestServer.start(home, yaml(NO_ORIGIN));
  }

  private static Http3Client client(TestServer server) {
    return new Http3Client(server.port(0), server.root());
  }

  @Test
  void allActionsAnswerAndTheLogTellsTheVersion() throws Exception {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      Answer file = client.get("/");
      Answer response = client.get("/ping");
      Answer redirect = client.get("/old");
      Answer missing = client.get("/nothing");

      assertThat(file.version()).isEqualTo(HttpVersion.HTTP_3);
      assertThat(file.text()).isEqualTo("home");
      assertThat(file.fields()).containsKeys("etag", "content-length");
      assertThat(response.text()).isEqualTo("pong");
      assertThat(redirect.fields()).containsEntry("location", "/ping");
      assertThat(missing.status()).isEqualTo(404);
      Path log = home.resolve("access.log");
      Await.until(() -> lines(log).stream().filter(l -> l.contains("HTTP/3.0")).count() == 4);
      assertThat(lines(log)).first().asString().startsWith("127.0.0.1 ").contains("GET / HTTP/3.0");
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (java.io.IOException notYet) {
      return List.of();
    }
  }

  @Test
  void otherVersionsAreToldOfItAndItselfIsNot() throws Exception {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      HttpResponse<String> told = server.getTls(0, "/ping");
      Answer itself = client.get("/ping");

      String expected = "h3=\":" + server.port(0) + "\"; ma=86400";
      assertThat(told.headers().firstValue("alt-svc")).contains(expected);
      assertThat(itself.fields()).doesNotContainKey("alt-svc");
    }
  }

  @Test
  void nobodyIsToldOfItWhereItIsNotSpoken() throws Exception {
    String yaml = yaml(NO_ORIGIN).replace("tls: true", "tls: true, protocols: [h1, h2]");
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpResponse<String> answer = server.getTls(0, "/ping");

      assertThat(answer.headers().firstValue("alt-svc")).isEmpty();
    }
  }

  @Test
  void largeFilesComeWholeAndInParts() {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      Answer whole = client.get("/big.bin");
      Answer part = client.get("/big.bin", Map.of("range", "bytes=1000000-1999999"));

      assertThat(whole.body().getBytes()).isEqualTo(big);
      assertThat(part.status()).isEqualTo(206);
      assertThat(part.body()).isEqualTo(Buffer.buffer(big).slice(1_000_000, 2_000_000));
    }
  }

  @Test
  void bodiesReachAppsAndUpstreams() throws Exception {
    try (Origin origin = new Origin();
        TestServer server = TestServer.start(home, yaml(origin.url()));
        Http3Client client = client(server)) {
      Answer echoed = client.post("/echo/", Buffer.buffer(big).slice(0, 3_000_000));
      Answer counted = client.post("/proxy/", Buffer.buffer(big));

      assertThat(echoed.body()).isEqualTo(Buffer.buffer(big).slice(0, 3_000_000));
      assertThat(counted.text()).isEqualTo("" + BIG);
    }
  }

  @Test
  void moreRequestsThanStreamsAreAnsweredOnOneConnection() {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      List<Future<Answer>> parallel =
          IntStream.range(0, 200).mapToObj(i -> client.got("/", Map.of())).toList();
      Http3Client.await(Future.all(parallel));
      for (int i = 0; i < 200; i++) {
        assertThat(client.get("/ping").text()).isEqualTo("pong");
      }

      assertThat(parallel).allMatch(answer -> answer.result().text().equals("home"));
      assertThat(connections(server)).isEqualTo(1);
    }
  }

  private static long connections(TestServer server) {
    return server.state().counts().connections().values().stream()
        .mapToLong(ConnectionsState::open)
        .sum();
  }

  @Test
  void contentNobodyReadsIsRefusedAndTheConnectionGoesOn() {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      for (int i = 0; i < 5; i++) {
        assertThat(client.post("/ping", Buffer.buffer(big).slice(0, 100_000)).status())
            .isEqualTo(200);
      }
      Answer large = client.post("/ping", Buffer.buffer(big).slice(0, 1_000_000));

      assertThat(large.text()).isEqualTo("pong");
      assertThat(client.get("/ping").text()).isEqualTo("pong");
    }
  }

  @Test
  void aClientThatGoesAwayTakesItsRequestAlong() throws Exception {
    try (Origin origin = new Origin();
        TestServer server = TestServer.start(home, yaml(origin.url()));
        Http3Client client = client(server)) {
      HttpClientRequest request =
          Http3Client.await(
              client.opened(HttpMethod.GET, "/proxy/slow", r -> r.end().map(sent -> r)));
      Await.until(origin::wasAskedToBeSlow);
      request.cancel();

      Await.until(origin::sawItsClientGo);
      assertThat(client.get("/ping").text()).isEqualTo("pong");
    }
  }

  @Test
  void eventsComeAsTheyAreSent() {
    try (TestServer server = start();
        Http3Client client = client(server)) {
      Buffer first =
          Http3Client.await(
              client.opened(
                  HttpMethod.GET,
                  "/echo/events",
                  request -> {
                    io.vertx.core.Promise<Buffer> event = io.vertx.core.Promise.promise();
                    return request
                        .send()
                        .compose(
                            response -> {
                              response.handler(event::tryComplete);
                              return event.future();
                            });
                  }));

      assertThat(first).hasToString("data: first\n\n");
    }
  }

  @Test
  void aNameNobodyHasACertificateForIsRefused() {
    try (TestServer server = start();
        Http3Client client = new Http3Client("other.test", server.port(0), server.root())) {
      assertThatThrownBy(() -> client.get("/ping")).hasMessageNotContaining("nothing came");
    }
  }
}
