package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.Ports;
import site.config.ActionConfig;
import site.config.ActionConfig.ForwardedHeaders;
import site.config.ActionConfig.HostHeader;
import site.config.UpstreamConfig;
import site.proxy.Front.Settings;

/** What goes there and what comes back. */
class ProxyActionTest {
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  private static HttpResponse<String> get(Front front, String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(front.url(path))));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Answers with the request's head as the body. */
  private static RawTarget mirror() {
    return new RawTarget(
        peer -> {
          String head = peer.readHead();
          while (!head.isEmpty()) {
            peer.say("HTTP/1.1 200 OK\r\nContent-Length: " + head.length() + "\r\n\r\n" + head);
            head = peer.readHead();
          }
        });
  }

  /** The head the target got for the raw request of a client. */
  private static String mirrored(Settings settings, String request) throws IOException {
    try (RawTarget target = mirror();
        Front front = settings.before(vertx, target.port())) {
      String answer = RawClient.exchange(front, request);
      return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  private static List<String> lines(String head) {
    return head.lines().map(line -> line.toLowerCase(Locale.ROOT)).toList();
  }

  @Test
  void answersWhatTheTargetAnswers() throws Exception {
    try (RawTarget target =
            RawTarget.answering(
                Wire.head(
                        "HTTP/1.1 203 Whatever",
                        "Server: theirs",
                        "Date: now",
                        "Set-Cookie: a=1",
                        "Set-Cookie: b=2",
                        "Content-Length: 2")
                    + "ok");
        Front front = Front.before(vertx, target.port())) {

      HttpResponse<String> response = get(front, "/");

      assertThat(response.statusCode()).isEqualTo(203);
      assertThat(response.body()).isEqualTo("ok");
      assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
      assertThat(response.headers().firstValue("server")).contains("theirs");
      assertThat(response.headers().firstValue("date")).contains("now");
      assertThat(front.outcome()).isEqualTo(new Front.Outcome(203, ""));
    }
  }

  @Test
  void asksForTheSamePathAndQuery() throws IOException {
    String head =
        mirrored(
            Settings.PLAIN,
            "PROPFIND /a%20b/c;d?e=f&g=%2F HTTP/1.1\r\n"
                + "Host: a.example\r\n"
                + "Connection: close\r\n\r\n");

    assertThat(head).startsWith("PROPFIND /a%20b/c;d?e=f&g=%2F HTTP/1.1\r\n");
  }

  @Test
  void mapsRedirectsAndCookiesOnWish() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String own = "http://127.0.0.1:" + peer.socket().getLocalPort();
                  peer.readHead();
                  peer.say(
                      "HTTP/1.1 302 Found\r\nLocation: "
                          + own
                          + "/next\r\nSet-Cookie: a=b; Path=/\r\nContent-Length: 0\r\n\r\n");
                });
        Front front =
            Front.before(
                vertx,
                new ActionConfig.Proxy(
                    Optional.empty(),
                    new UpstreamConfig(List.of(Front.target(target.port())), Front.PATIENT),
                    new HostHeader(HostHeader.Kind.UPSTREAM, ""),
                    ForwardedHeaders.X,
                    false,
                    true,
                    false))) {

      HttpResponse<String> response = get(front, "/");

      assertThat(response.headers().firstValue("location")).contains(front.url("/next"));
      assertThat(response.headers().firstValue("set-cookie")).contains("a=b; Path=/");
    }
  }

  @Test
  void fieldsThatMayStandOnceOnlyAreSentOnce() throws IOException {
    String head =
        mirrored(
            Settings.PLAIN,
            Wire.head(
                "GET / HTTP/1.1",
                "Host: a",
                "Connection: close",
                "Authorization: one",
                "Authorization: two",
                "X-Any: 1",
                "X-Any: 2"));

    assertThat(lines(head)).contains("authorization: one", "x-any: 1", "x-any: 2");
    assertThat(lines(head)).doesNotContain("authorization: two");
  }

  @Test
  void takesTheTargetsInTurn() throws Exception {
    List<RawTarget> targets =
        IntStream.range(0, 3).mapToObj(i -> RawTarget.answering(numbered(i))).toList();
    try (Front front = Front.before(vertx, targets.stream().mapToInt(RawTarget::port).toArray())) {
      List<String> answers = new ArrayList<>();

      for (int i = 0; i < 7; i++) {
        answers.add(get(front, "/").body());
      }

      assertThat(answers).containsExactly("0", "1", "2", "0", "1", "2", "0");
      assertThat(front.upstream.state().targets())
          .extracting(UpstreamState.TargetState::requests)
          .containsExactly(3L, 2L, 2L);
    } finally {
      for (RawTarget target : targets) {
        target.close();
      }
    }
  }

  private static String numbered(int number) {
    return "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reachesATargetOnAUnixSocket(boolean nativeTransport, @TempDir Path dir) throws Exception {
    Path socket = dir.resolve("app.sock");
    Vertx own =
        Vertx.vertx(new io.vertx.core.VertxOptions().setPreferNativeTransport(nativeTransport));
    HttpServer app =
        Front.await(
            own.createHttpServer()
                .requestHandler(
                    request -> request.response().end("unix " + request.getHeader("host")))
                .listen(SocketAddress.domainSocketAddress(socket.toString())));
    try (Front front = Settings.PLAIN.before(own, socket)) {

      HttpResponse<String> response = get(front, "/");

      assertThat(response.body()).isEqualTo("unix 127.0.0.1:" + front.port());
      String state = "unix:" + socket + " active=0 requests=1 failures=0";
      Eventually.until(state, () -> front.upstream.toString().equals(state));
    } finally {
      Front.await(app.close());
      Front.await(own.close());
    }
  }

  @ParameterizedTest
  @CsvSource({"KEEP, a.example:81", "UPSTREAM, target", "VALUE, fixed.example"})
  void namesTheHostAsConfigured(HostHeader.Kind kind, String expected) throws Exception {
    try (RawTarget target = mirror();
        Front front =
            Settings.PLAIN
                .host(new HostHeader(kind, "fixed.example"))
                .before(vertx, target.port())) {

      String answer =
          RawClient.exchange(
              front, "GET / HTTP/1.1\r\nHost: a.example:81\r\nConnection: close\r\n\r\n");

      String host = expected.equals("target") ? "127.0.0.1:" + target.port() : expected;
      assertThat(lines(answer)).contains("host: " + host);
      assertThat(lines(answer).stream().filter(line -> line.startsWith("host:"))).hasSize(1);
    }
  }

  @Test
  void saysWhoTheClientIs() throws IOException {
    String head =
        mirrored(
            Settings.PLAIN.forwarded(ForwardedHeaders.BOTH).prefix("/app"),
            Wire.head(
                "GET / HTTP/1.1",
                "Host: a.example",
                "X-Forwarded-For: 9.9.9.9",
                "Via: 1.0 x",
                "X-Request-Id: mine",
                "Connection: close"));

    assertThat(lines(head))
        .contains(
            "x-forwarded-for: 127.0.0.1",
            "x-real-ip: 127.0.0.1",
            "x-forwarded-proto: http",
            "x-forwarded-host: a.example",
            "x-forwarded-port: 80",
            "x-forwarded-prefix: /app",
            "forwarded: for=127.0.0.1;host=a.example;proto=http",
            "via: 1.0 x, 1.1 site.jar",
            "x-request-id: id-1");
    assertThat(head).doesNotContain("9.9.9.9").doesNotContain("mine");
  }

  @Test
  void appendsToWhatATrustedProxySays() throws IOException {
    String head =
        mirrored(
            Settings.PLAIN.trustingPeers(),
            Wire.head(
                "GET / HTTP/1.1",
                "Host: a.example",
                "X-Forwarded-For: 9.9.9.9",
                "Connection: close"));

    assertThat(lines(head)).contains("x-forwarded-for: 9.9.9.9, 127.0.0.1");
  }

  @Test
  void keepsHopByHopFieldsFromTheTarget() throws IOException {
    String head =
        mirrored(
            Settings.PLAIN,
            """
            GET / HTTP/1.1
            Host: a.example
            Connection: close
            Connection: X-Secret, Content-Length
            X-Secret: 1
            Keep-Alive: timeout=5
            Proxy-Connection: keep-alive
            Proxy-Authorization: Basic xxx
            TE: trailers
            Upgrade: other
            HTTP2-Settings: xxx
            Proxy: http://evil
            X_Forwarded_For: 1.2.3.4
            Accept: text/html
            Accept: text/plain

            """
                .replace("\n", "\r\n"));

    assertThat(lines(head)).contains("accept: text/html", "accept: text/plain");
    assertThat(lines(head).stream().map(line -> line.split(":", 2)[0]))
        .doesNotContain(
            "connection",
            "x-secret",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "te",
            "upgrade",
            "http2-settings",
            "proxy",
            "x_forwarded_for");
  }

  @Test
  void keepsHopByHopFieldsFromTheClient() throws Exception {
    try (RawTarget target =
            RawTarget.answering(
                Wire.head(
                        "HTTP/1.1 200 OK",
                        "Connection: keep-alive, X-Secret",
                        "Keep-Alive: timeout=9",
                        "X-Secret: 1",
                        "Proxy-Authenticate: Basic",
                        "Upgrade: h2c",
                        "X-Kept: 1",
                        "Content-Length: 2")
                    + "ok");
        Front front = Front.before(vertx, target.port())) {

      HttpResponse<String> response = get(front, "/");

      assertThat(response.headers().map())
          .containsKey("x-kept")
          .doesNotContainKeys(
              "connection", "keep-alive", "x-secret", "proxy-authenticate", "upgrade");
    }
  }

  @Test
  void aLengthThatConnectionNamesStillFramesTheBody() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  byte[] body = peer.in().readNBytes(3);
                  peer.say(
                      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                          + head
                          + new String(body, ISO_8859_1));
                });
        Front front = Front.before(vertx, target.port())) {

      String answer =
          RawClient.exchange(
              front,
              Wire.head(
                      "POST / HTTP/1.1",
                      "Host: a",
                      "Connection: close",
                      "Connection: Content-Length",
                      "Content-Length: 3")
                  + "abc");

      assertThat(lines(answer)).contains("content-length: 3");
      assertThat(answer).contains("abc");
    }
  }

  @Test
  void aPostWithoutABodySaysSo() throws IOException {
    String head =
        mirrored(Settings.PLAIN, "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(lines(head)).contains("content-length: 0");
  }

  @Test
  void passesChunksOnAsChunks() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  byte[] body = peer.in().readNBytes("3\r\nabc\r\n0\r\n\r\n".length());
                  peer.say(
                      "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
                          + head
                          + new String(body, ISO_8859_1));
                });
        Front front = Front.before(vertx, target.port())) {

      String answer =
          RawClient.exchange(
              front,
              Wire.head(
                      "PUT / HTTP/1.1",
                      "Host: a",
                      "Connection: close",
                      "Transfer-Encoding: chunked")
                  + "3\r\nabc\r\n0\r\n\r\n");

      assertThat(lines(answer)).contains("transfer-encoding: chunked");
      assertThat(answer).contains("3\r\nabc\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          HEAD | 200 OK           | Content-Length: 5        | content-length: 5
          HEAD | 200 OK           | Transfer-Encoding: chunked | http/1.1 200 ok
          GET  | 204 No Content   | X-A: 1                   | x-a: 1
          GET  | 304 Not Modified | ETag: "1"                | etag: "1"
          GET  | 304 Not Modified | Content-Length: 5        | content-length: 5
          """)
  void aResponseWithoutABodyEndsWithItsHead(
      String method, String status, String field, String expected) throws Exception {
    try (RawTarget target =
            RawTarget.answering("HTTP/1.1 " + status + "\r\n" + field + "\r\n\r\n");
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      String request = method + " / HTTP/1.1\r\nHost: a\r\n\r\n";

      String first = client.say(request).readUntil("\r\n\r\n");
      String second = client.say(request).readUntil("\r\n\r\n");

      assertThat(first).startsWith("HTTP/1.1 " + status).isEqualTo(second);
      assertThat(lines(first)).contains(expected).doesNotContain("transfer-encoding: chunked");
      assertThat(target.connections).hasValue(1);
    }
  }

  @Test
  void aNoContentResponseHasNoLength() throws Exception {
    try (RawTarget target = RawTarget.answering("HTTP/1.1 204 No Content\r\n\r\n");
        Front front = Front.before(vertx, target.port())) {

      String answer =
          RawClient.exchange(front, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(answer.toLowerCase(Locale.ROOT))
          .doesNotContain("content-length")
          .doesNotContain("transfer-encoding");
    }
  }

  @Test
  void aBodyWithoutALengthBecomesChunks() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 200 OK\r\n\r\nuntil the end");
                });
        Front front = Front.before(vertx, target.port())) {

      String answer =
          RawClient.exchange(front, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(lines(answer)).contains("transfer-encoding: chunked");
      assertThat(answer).endsWith("\r\nd\r\nuntil the end\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void anOldClientGetsABodyThatEndsWithTheConnection(String connection) throws Exception {
    try (RawTarget target =
            RawTarget.answering(
                Wire.head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")
                    + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        Front front = Front.before(vertx, target.port())) {

      String answer = RawClient.exchange(front, "GET / HTTP/1.0\r\n" + connection + "\r\n");

      assertThat(answer).startsWith("HTTP/1.0 200 OK").endsWith("\r\n\r\nabcde");
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("chunked");
    }
  }

  @Test
  void anOldClientKeepsItsConnectionWhereTheLengthIsKnown() throws Exception {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {
      String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

      client.say(request).readUntil("\r\n\r\nok");
      String second = client.say(request).readUntil("\r\n\r\nok");

      assertThat(second).startsWith("HTTP/1.0 200 OK");
    }
  }

  @Test
  void invitesTheBodyOnceTheTargetWantsIt() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  String head = peer.readHead();
                  peer.say("HTTP/1.1 100 Continue\r\n\r\n");
                  String body = new String(peer.in().readNBytes(3), ISO_8859_1);
                  String text = head + body;
                  peer.say(
                      "HTTP/1.1 200 OK\r\nContent-Length: " + text.length() + "\r\n\r\n" + text);
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String invitation =
          client
              .say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n")
              .say("Connection: close\r\n\r\n")
              .readUntil("\r\n\r\n");
      String answer = client.say("abc").readAll();

      assertThat(invitation).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nabc");
      assertThat(answer.toLowerCase(Locale.ROOT)).contains("expect: 100-continue");
    }
  }

  @Test
  void invitesTheBodyThoughTheTargetDoesNotAnswerExpectations() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.in().readNBytes(3);
                  peer.say(RawTarget.OK).awaitClose();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      client.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
      String invitation = client.readUntil("\r\n\r\n");
      String answer = client.say("abc").readUntil("ok");

      assertThat(invitation).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(answer).startsWith("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aBodyTheTargetRefusesIsNeverAskedFor() throws Exception {
    try (RawTarget target =
            new RawTarget(
                peer -> {
                  peer.readHead();
                  peer.say("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n").awaitClose();
                });
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      client.say("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

      assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 413 ");
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }

  @Test
  void earlyHintsAndTrailersPass() throws Exception {
    try (RawTarget target =
            RawTarget.answering(
                "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nConnection: x\r\nX: y\r\n\r\n"
                    + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "2\r\nok\r\n0\r\nSum: 7\r\nContent-Length: 9\r\n\r\n");
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      String hints = client.readUntil("\r\n\r\n");
      String head = client.readUntil("\r\n\r\n");
      String body = client.readUntil("\r\n\r\n");

      assertThat(hints).startsWith("HTTP/1.1 103 ").containsIgnoringCase("link: </a.css>");
      assertThat(hints).doesNotContainIgnoringCase("x: y");
      assertThat(head).startsWith("HTTP/1.1 200 ");
      assertThat(body).isEqualToIgnoringCase("2\r\nok\r\n0\r\nsum: 7\r\n\r\n");
    }
  }

  @Test
  void doesNotInviteABodyNobodyTakes() throws Exception {
    int nobody = unused();
    try (Front front = Front.before(vertx, nobody);
        RawClient client = new RawClient(front)) {

      String answer =
          client
              .say(
                  "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
              .readUntil("\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 502 ");
    }
  }

  static int unused() {
    return Ports.free();
  }

  @Test
  void informationOnTheWayIsNoAnswer() throws Exception {
    try (RawTarget target =
            RawTarget.answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                    + RawTarget.OK);
        Front front = Front.before(vertx, target.port())) {

      HttpResponse<String> response = get(front, "/");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("ok");
    }
  }

  @Test
  void keepsConnectionsToTheTarget() throws Exception {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      for (int i = 0; i < 10; i++) {
        client.say("GET / HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n\r\nok");
      }

      assertThat(target.connections).hasValue(1);
      assertThat(front.target().requests()).isEqualTo(10);
    }
  }

  @Test
  void refusesToConnectAnywhere() throws Exception {
    try (RawTarget target = RawTarget.answering(RawTarget.OK);
        Front front = Front.before(vertx, target.port());
        RawClient client = new RawClient(front)) {

      String answer =
          client.say("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n").readUntil("\r\n\r\n");

      assertThat(answer).startsWith("HTTP/1.1 501 ");
      assertThat(target.connections).hasValue(0);
    }
  }
}
