package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.multipart.MultipartForm;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.AppConfig.Threads;
import site.http.Client;

/** An unmodified Vert.x app does what it does on a server of its own, on its own thread. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HandOverTest {
  private static final int MIB = 1024 * 1024;

  /** Vert.x closes clients that nobody refers to any more. */
  private final Map<HttpVersion, WebClient> clients = new EnumMap<>(HttpVersion.class);

  private Host host;
  private Deployment deployment;
  private Path file;

  @BeforeAll
  void deploy(@TempDir Path home) throws Exception {
    file = Files.write(home.resolve("20m.bin"), noise(20 * MIB));
    Path jar =
        AppJar.named("feature").mainVerticle("feature.FeatureVerticle").pack(home.resolve("f.jar"));
    host = new Host(home);
    deployment =
        host.deploy(
            "feature",
            "",
            Host.config(
                jar,
                1,
                Threads.EVENT_LOOP,
                Map.of("file", file.toString(), "uploads", home.resolve("up").toString())));
    host.deploy("mounted", "/mount", Host.config(jar));
  }

  @AfterAll
  void stop() {
    host.close();
  }

  @AfterEach
  void everythingRanOnTheAppsOwnThreadAndContext() throws Exception {
    host.seeClientsAs(null);
    assertThat(host.get("/wrong").body()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void thoseThatCrossTogetherAreAnsweredEach(HttpVersion version) {
    WebClient client = client(version);
    List<Future<HttpResponse<Buffer>>> asked =
        IntStream.range(0, 300).mapToObj(i -> client.get("/hello").send()).toList();

    Host.await(Future.all(asked));

    assertThat(asked).allSatisfy(one -> assertThat(one.result().bodyAsString()).isEqualTo("hello"));
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void answersOverEveryProtocol(HttpVersion version) {
    HttpResponse<Buffer> response = Host.await(client(version).get("/hello").send());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.bodyAsString()).isEqualTo("hello");
    assertThat(response.getHeader("x-a")).isEqualTo("b");
    assertThat(response.getHeader("content-length")).isEqualTo("5");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void tellsTheAppWhatTheClientReallySent(HttpVersion version) throws Exception {
    host.seeClientsAs(new Client(InetAddress.getByName("203.0.113.7"), 4711, true, true));

    JsonObject facts =
        Host.await(
                client(version)
                    .get("/mount/facts?q=1%202")
                    .putHeader("X-Forwarded-Prefix", "/forged")
                    .send())
            .bodyAsJsonObject();

    assertThat(facts.getString("uri")).isEqualTo("/facts?q=1%202");
    assertThat(facts.getString("path")).isEqualTo("/facts");
    assertThat(facts.getString("absolute"))
        .isEqualTo("https://127.0.0.1:" + host.port() + "/facts?q=1%202");
    assertThat(facts.getString("remote")).isEqualTo("203.0.113.7:4711");
    assertThat(facts.getBoolean("ssl")).isTrue();
    assertThat(facts.getString("scheme")).isEqualTo("https");
    assertThat(facts.getString("version")).isEqualTo(version.name());
    assertThat(facts.getString("authority")).isEqualTo("127.0.0.1:" + host.port());
    assertThat(facts.getString("prefix")).isEqualTo("/mount");
    assertThat(facts.getBoolean("pseudo")).isFalse();
    assertThat(facts.getString("param")).isEqualTo("1 2");
    assertThat(facts.getString("thread")).startsWith("mounted#1-eventloop");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void streamsDownWithBackPressure(HttpVersion version) throws Exception {
    Slow received = Slow.read(host, version, "/big?mb=50");

    assertThat(received.bytes()).isEqualTo(50L * MIB);
    assertThat(events()).contains("big waited");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void streamsUpToAnAppThatPauses(HttpVersion version) throws Exception {
    Buffer body = Buffer.buffer(noise(30 * MIB));

    HttpResponse<Buffer> response = Host.await(client(version).put("/up").sendBuffer(body));

    assertThat(response.bodyAsString()).isEqualTo("got " + 30 * MIB);
    assertThat(events()).doesNotContain("data while paused");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void keepsABodyForAnAppThatReadsLate(HttpVersion version) {
    Buffer body = Buffer.buffer(noise(3 * MIB));

    HttpResponse<Buffer> response = Host.await(client(version).post("/late").sendBuffer(body));

    assertThat(response.bodyAsString()).isEqualTo("late " + 3 * MIB);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void sendsFiles(HttpVersion version) throws Exception {
    HttpResponse<Buffer> response = Host.await(client(version).get("/file").send());

    assertThat(response.getHeader("content-length")).isEqualTo(Integer.toString(20 * MIB));
    assertThat(Arrays.equals(response.body().getBytes(), Files.readAllBytes(file))).isTrue();
    assertThat(events()).contains("file sent");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void answersHeadWithoutABody(HttpVersion version) {
    HttpResponse<Buffer> head = Host.await(client(version).head("/hello").send());

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.getHeader("x-a")).isEqualTo("b");
    assertThat(head.body()).isNull();
  }

  @Test
  void tellsAnEventStreamThatItsClientLeft() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "GET /sse HTTP/1.1\r\nHost: a\r\n\r\n");
      BufferedReader lines = reader(socket);
      String line;
      do {
        line = lines.readLine();
      } while (!line.equals("data: 3"));
    }

    Host.until(() -> events().contains("sse closed"));
  }

  @Test
  void takesMultipartUploads() {
    MultipartForm form =
        MultipartForm.create()
            .attribute("a", "value")
            .binaryFileUpload(
                "f", "x.bin", Buffer.buffer(noise(5 * MIB)), "application/octet-stream");

    HttpResponse<Buffer> response =
        Host.await(client(HttpVersion.HTTP_1_1).post("/form").sendMultipartForm(form));

    assertThat(response.bodyAsString()).isEqualTo("value x.bin " + 5 * MIB + " " + 5 * MIB);
  }

  @Test
  void callsTheAppsEndHandlersAndStillKnowsTheEnd() throws Exception {
    java.net.http.HttpResponse<String> response = host.get("/late-header");

    assertThat(response.headers().firstValue("x-late")).contains("1");
    Host.until(() -> deployment.state().inFlight() == 0);
  }

  @Test
  void runsBlockingHandlersOnTheAppsWorkers() throws Exception {
    assertThat(host.get("/blocking").body()).startsWith("feature#1-worker");
  }

  @Test
  void keepsReasonPhraseTrailersAndCookies() throws Exception {
    String raw;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(
          socket,
          """
          GET /phrase HTTP/1.1
          Host: a

          GET /trailer HTTP/1.1
          Host: a

          GET /cookie HTTP/1.1
          Host: a
          Cookie: seen=before
          Connection: close

          """);
      raw = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(raw).contains("HTTP/1.1 299 Fine By Me\r\n");
    assertThat(raw).contains("4\r\nbody\r\n0\r\nx-sum: 42\r\n");
    assertThat(raw).contains("set-cookie: seen=yes\r\n").endsWith("before");
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void keepsTheConnectionsOwnHeadersFromTheApp(HttpVersion version) {
    HttpResponse<Buffer> response = Host.await(client(version).get("/hop").send());

    assertThat(response.bodyAsString()).isEqualTo("ok");
    assertThat(response.headers().names()).doesNotContain("x-private", "Connection");
  }

  @Test
  void failsARequestWhoseHandlerThrowsAndGoesOn() throws Exception {
    java.net.http.HttpResponse<String> thrown = host.get("/throw");
    java.net.http.HttpResponse<String> routed = host.get("/fail");
    java.net.http.HttpResponse<String> next = host.get("/hello");

    assertThat(thrown.statusCode()).isEqualTo(500);
    assertThat(thrown.body()).isEqualTo("app feature: java.lang.IllegalStateException: boom");
    assertThat(routed.statusCode()).isEqualTo(500);
    assertThat(next.body()).isEqualTo("hello");
  }

  @Test
  void cutsAResponseWhoseHandlerThrewHalfWay() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "GET /throw-late HTTP/1.1\r\nHost: a\r\n\r\n");

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).contains("half").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void letsTheAppResetARequest() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "GET /reset HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void endsTheExchangeWhenTheClientLeavesInTheMiddle() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "GET /big?mb=50 HTTP/1.1\r\nHost: a\r\n\r\n");
      InputStream in = socket.getInputStream();
      in.readNBytes(100_000);
    }

    Host.until(() -> events().contains("big closed"));
    Host.until(() -> deployment.state().inFlight() == 0);
  }

  @Test
  void tellsTheAppThatAnUploadBroke() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "PUT /up HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf");
      Host.until(() -> deployment.state().inFlight() == 1);
    }

    Host.until(() -> events().contains("upload broke"));
  }

  @Test
  void letsTheAppAskForABodyThatWaits() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(
          socket,
          """
          POST /continue HTTP/1.1
          Host: a
          Expect: 100-continue
          Content-Length: 4
          Connection: close

          """);
      String expected = "HTTP/1.1 100 Continue\r\n\r\n";
      String interim =
          new String(
              socket.getInputStream().readNBytes(expected.length()), StandardCharsets.ISO_8859_1);
      send(socket, "body");

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(interim).isEqualTo(expected);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("body");
    }
  }

  @Test
  void endsOnlyTheOneRequestWhenTheAppClosesItsConnection() throws Exception {
    HttpResponse<Buffer> other;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), host.port())) {
      send(socket, "GET /close HTTP/1.1\r\nHost: a\r\n\r\n");
      other = Host.await(client(HttpVersion.HTTP_2).get("/hello").send());

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
    }

    assertThat(other.bodyAsString()).isEqualTo("hello");
  }

  @Test
  void upgradesARequestToAWebSocketWhenTheAppIsReadyForIt() throws Exception {
    SocketClient client = SocketClient.open(host, "/socket");

    client.send("hello");

    assertThat(client.next()).isEqualTo("slowly hello");
    client.socket().abort();
  }

  private WebClient client(HttpVersion version) {
    return clients.computeIfAbsent(
        version,
        spoken ->
            WebClient.create(
                host.vertx(),
                new WebClientOptions()
                    .setDefaultHost("127.0.0.1")
                    .setDefaultPort(host.port())
                    .setProtocolVersion(spoken)
                    .setHttp2ClearTextUpgrade(false)));
  }

  private String events() {
    try {
      return host.get("/events").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(Socket socket, String text) throws Exception {
    socket.setSoTimeout(30_000);
    byte[] lines = text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    socket.getOutputStream().write(lines);
  }

  private static BufferedReader reader(Socket socket) throws Exception {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new java.util.Random(1).nextBytes(bytes);
    return bytes;
  }
}
