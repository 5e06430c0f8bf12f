package site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import site.deploy.AppJar;
import site.http.coding.Decoded;

/** Compression on the way, whoever made the answer, over HTTP/1.1 and HTTP/2. */
class CompressionTest {
  private static final String TEXT = "the same words again and again\n".repeat(100);
  private static final String LARGE = "0123456789 and some words\n".repeat(40_000);

  /** The same answers as those of the origin. */
  private static final String APP =
      """
      String text = "0123456789 and some words\\n".repeat(4_000);
      HttpServerResponse response = request.response().putHeader("content-type", "text/plain");
      switch (request.path()) {
        case "/whole" -> response.end(text);
        case "/events" -> {
          response.putHeader("content-type", "text/event-stream").setChunked(true);
          response.write("first\\n");
        }
        default -> {
          response.setChunked(true);
          for (int i = 0; i < 10; i++) {
            response.write(text);
          }
          response.end();
        }
      }
      """;

  private static Path app;

  @TempDir Path home;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private HttpServer origin;

  @BeforeAll
  static void anApp(@TempDir Path directory) throws IOException {
    app = directory.resolve("words.jar");
    AppJar.answering(APP).pack(app);
  }

  @BeforeEach
  void anOrigin() throws IOException {
    TestServer.write(home.resolve("webroot/page.html"), TEXT);
    TestServer.write(home.resolve("webroot/large.txt"), LARGE);
    TestServer.write(home.resolve("webroot/404.html"), TEXT);
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.setExecutor(threads);
    origin.createContext("/whole", exchange -> answer(exchange, TEXT.length(), TEXT));
    origin.createContext("/chunked", exchange -> answer(exchange, 0, LARGE));
    origin.createContext("/slow", this::slowly);
    origin.createContext("/events", this::slowly);
    origin.createContext("/unchanged", CompressionTest::unchanged);
    origin.start();
    Files.createDirectory(home.resolve("apps"));
    Files.copy(app, home.resolve("apps/words.jar"));
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    origin.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, /file/page.html, gzip",
    "HTTP_1_1, /file/large.txt, zstd",
    "HTTP_1_1, /proxy/whole, br",
    "HTTP_1_1, /proxy/chunked, gzip",
    "HTTP_1_1, /text, br",
    "HTTP_1_1, /file/nothing, gzip",
    "HTTP_1_1, /app/whole, br",
    "HTTP_1_1, /app/chunked, zstd",
    "HTTP_2, /file/page.html, br",
    "HTTP_2, /file/large.txt, gzip",
    "HTTP_2, /file/large.txt, br",
    "HTTP_2, /proxy/whole, zstd",
    "HTTP_2, /proxy/chunked, zstd",
    "HTTP_2, /app/whole, gzip",
    "HTTP_2, /app/chunked, br",
    "HTTP_2, /text, gzip",
    "HTTP_2, /file/nothing, br",
  })
  void everyKindOfAnswerArrivesCompressedAndWhole(Version version, String path, String coding)
      throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpResponse<byte[]> answer = get(server, version, path, "accept-encoding", coding);
      HttpResponse<byte[]> plain = get(server, version, path);

      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.headers().firstValue("content-encoding")).contains(coding);
      assertThat(String.join(",", answer.headers().allValues("vary")).toLowerCase(Locale.ROOT))
          .contains("accept-encoding");
      assertThat(Decoded.all(coding, answer.body())).isEqualTo(plain.body());
      assertThat(answer.body().length).isLessThan(plain.body().length / 2);
      assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
      assertThat(String.join(",", plain.headers().allValues("vary")).toLowerCase(Locale.ROOT))
          .contains("accept-encoding");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTagOfWhatIsCodedOnTheWayIsWeakAndStillTellsWhatIsNew(Version version) throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpResponse<byte[]> answer =
          get(server, version, "/file/large.txt", "accept-encoding", "gzip");
      String etag = answer.headers().firstValue("etag").orElseThrow();
      HttpResponse<byte[]> unchanged =
          get(server, version, "/file/large.txt", "accept-encoding", "gzip", "if-none-match", etag);

      assertThat(etag).startsWith("W/\"");
      assertThat(answer.headers().firstValue("accept-ranges")).isEmpty();
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(unchanged.headers().firstValue("etag")).contains(etag);
      assertThat(unchanged.headers().firstValue("vary")).contains("accept-encoding");
    }
  }

  @Test
  void partsAreOfThePlainContent() throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpResponse<byte[]> part =
          get(
              server,
              Version.HTTP_1_1,
              "/file/large.txt",
              "accept-encoding",
              "gzip",
              "range",
              "bytes=0-999");

      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.headers().firstValue("content-encoding")).isEmpty();
      assertThat(new String(part.body(), UTF_8)).isEqualTo(LARGE.substring(0, 1000));
    }
  }

  @ParameterizedTest
  @CsvSource({"/file/page.html", "/file/large.txt", "/text", "/proxy/whole"})
  void headSaysWhatGetWouldSay(String path) throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpRequest.Builder head =
          HttpRequest.newBuilder(server.url("https", 1, path))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .header("accept-encoding", "gzip");
      var said =
          server
              .client(Version.HTTP_2)
              .send(head.build(), BodyHandlers.discarding())
              .headers()
              .map();
      var got = get(server, Version.HTTP_2, path, "accept-encoding", "gzip").headers().map();

      for (String name : List.of("content-encoding", "etag", "vary", "content-type")) {
        assertThat(said.get(name)).as(name).isEqualTo(got.get(name));
      }
      // RFC 9110 9.3.2: what is known only once the content is made may be left out
      assertThat(said.getOrDefault("content-length", got.get("content-length")))
          .isEqualTo(got.get("content-length"));
      assertThat(said.get("content-encoding")).containsExactly("gzip");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsSentThoughTheRestTakesLong(Version version) throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpResponse<InputStream> answer =
          server
              .client(version)
              .send(
                  request(server, "/proxy/slow", "accept-encoding", "br"),
                  BodyHandlers.ofInputStream());
      InputStream content = Decoded.stream("br", answer.body());

      assertThat(new String(content.readNBytes(6), UTF_8)).isEqualTo("first\n");
      goOn.countDown();
      assertThat(new String(content.readNBytes(7), UTF_8)).isEqualTo("second\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_1, /proxy/events",
    "HTTP_2, /proxy/events",
    "HTTP_1_1, /app/events",
    "HTTP_2, /app/events"
  })
  void eventsAreLeftAlone(Version version, String path) throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      HttpResponse<InputStream> answer =
          server
              .client(version)
              .send(request(server, path, "accept-encoding", "gzip"), BodyHandlers.ofInputStream());

      assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
      try (InputStream events = answer.body()) {
        assertThat(new String(events.readNBytes(6), UTF_8)).isEqualTo("first\n");
      }
    }
  }

  @Test
  void whoSaysNoTransformGetsWhatTheOriginSent() throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      var said = get(server, Version.HTTP_1_1, "/proxy/unchanged", "accept-encoding", "gzip");
      var asked =
          get(
              server,
              Version.HTTP_1_1,
              "/text",
              "accept-encoding",
              "gzip",
              "cache-control",
              "no-transform");

      assertThat(said.headers().firstValue("content-encoding")).isEmpty();
      assertThat(said.headers().firstValue("etag")).contains("\"strong\"");
      assertThat(asked.headers().firstValue("content-encoding")).isEmpty();
    }
  }

  @Test
  void aRouteOffersWhatItsOperatorWants() throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      assertThat(get(server, Version.HTTP_1_1, "/off", "accept-encoding", "gzip").headers().map())
          .doesNotContainKeys("content-encoding", "vary");
      assertThat(
              get(server, Version.HTTP_1_1, "/only-gzip", "accept-encoding", "br, gzip;q=0.1")
                  .headers()
                  .firstValue("content-encoding"))
          .contains("gzip");
      assertThat(
              get(server, Version.HTTP_1_1, "/changed", "accept-encoding", "gzip")
                  .headers()
                  .firstValue("content-encoding"))
          .isEmpty();
    }
  }

  @Test
  void aFileChangedBeforeAReloadIsNewAfterIt() throws Exception {
    try (TestServer server = TestServer.start(home, yaml())) {
      get(server, Version.HTTP_1_1, "/file/page.html", "accept-encoding", "gzip");

      TestServer.write(home.resolve("webroot/page.html"), "another one");
      server.reload(yaml() + "\nshutdown: { drain: 29s }\n");

      assertThat(get(server, Version.HTTP_1_1, "/file/page.html", "accept-encoding", "gzip").body())
          .asString()
          .isEqualTo("another one");
    }
  }

  private String yaml() {
    return """
        listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
        apps: { words: { from: apps/words.jar } }
        sites:
          - hosts: [localhost]
            https-redirect: false
            routes:
              - { path: /file/*, files: { root: webroot } }
              - { path: /proxy/*, strip-prefix: /proxy, proxy: ["http://127.0.0.1:%d"] }
              - { path: /app/*, strip-prefix: /app, app: words }
              - { path: /text, respond: { body: "%s" } }
              - { path: /off, compress: false, respond: { body: "%2$s" } }
              - { path: /only-gzip, compress: [gzip], respond: { body: "%2$s" } }
              - path: /changed
                headers: { response: { cache-control: no-transform } }
                respond: { body: "%2$s" }
            errors: { 404: webroot/404.html }
        """
        .formatted(origin.getAddress().getPort(), "words ".repeat(200));
  }

  private static HttpResponse<byte[]> get(
      TestServer server, Version version, String path, String... headers) throws Exception {
    return server.client(version).send(request(server, path, headers), BodyHandlers.ofByteArray());
  }

  private static HttpRequest request(TestServer server, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.url("https", 1, path))
            .header("accept", "text/html")
            .timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  private static void answer(HttpExchange exchange, int length, String text) throws IOException {
    exchange.getResponseHeaders().set("content-type", "text/plain");
    exchange.sendResponseHeaders(200, length);
    exchange.getResponseBody().write(text.getBytes(UTF_8));
    exchange.close();
  }

  private void slowly(HttpExchange exchange) throws IOException {
    boolean events = exchange.getRequestURI().getPath().equals("/events");
    exchange.getResponseHeaders().set("content-type", events ? "text/event-stream" : "text/plain");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("first\n".getBytes(UTF_8));
    exchange.getResponseBody().flush();
    await();
    exchange.getResponseBody().write("second\n".getBytes(UTF_8));
    exchange.close();
  }

  private void await() throws IOException {
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void unchanged(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("cache-control", "private, no-transform");
    exchange.getResponseHeaders().set("etag", "\"strong\"");
    answer(exchange, TEXT.length(), TEXT);
  }
}
