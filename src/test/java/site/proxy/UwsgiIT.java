package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/** A Flask application under uWSGI, spoken to in uWSGI's own protocol. */
class UwsgiIT {
  private static final String APP =
      """
      from flask import Flask, Response, request, jsonify

      app = Flask(__name__)

      @app.route("/who", methods=["GET", "POST"])
      def who():
          return jsonify({k: v for k, v in request.environ.items() if isinstance(v, str)})

      @app.route("/length", methods=["POST"])
      def length():
          return str(len(request.get_data()))

      @app.route("/stream")
      def stream():
          return Response(("line %d\\n" % i for i in range(10000)), mimetype="text/plain")

      @app.route("/broken")
      def broken():
          def rows():
              yield "first"
              raise RuntimeError("in the middle")
          response = Response(rows(), mimetype="text/plain")
          response.content_length = 100
          return response

      @app.route("/empty")
      def empty():
          return "", 204

      @app.route("/same")
      def same():
          return Response(status=304, headers={"ETag": '"1"'})

      @app.route("/chunks")
      def chunks():
          response = Response("5\\r\\nhello\\r\\n0\\r\\n\\r\\n")
          response.headers["Transfer-Encoding"] = "chunked"
          del response.headers["Content-Length"]
          return response

      def bare(environ, start_response):
          if environ["PATH_INFO"] == "/cookies":
              start_response("200 OK", [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
              return [b"two"]
          return app(environ, start_response)
      """;

  /** How uWSGI is reached. */
  enum Way {
    TCP,
    UNIX
  }

  private static Vertx vertx;
  @TempDir static Path dir;
  private static Process uwsgi;
  private static int port;
  private static Path socket;

  @BeforeAll
  static void start() throws IOException {
    vertx = Vertx.vertx();
    port = ProxyActionTest.unused();
    socket = dir.resolve("app.sock");
    Files.writeString(dir.resolve("app.py"), APP);
    uwsgi =
        new ProcessBuilder(
                "/usr/bin/uwsgi",
                "--plugin=python3",
                "--master",
                "--processes=2",
                "--socket=127.0.0.1:" + port,
                "--socket=" + socket,
                "--buffer-size=32768",
                "--pythonpath=" + dir,
                "--die-on-term",
                "--module=app:bare")
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("uwsgi.log").toFile())
            .start();
    Eventually.until("uWSGI listens", () -> listens());
  }

  private static boolean listens() {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return Files.exists(socket) && probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterAll
  static void stop() throws InterruptedException {
    Front.await(vertx.close());
    uwsgi.destroy();
    assertThat(uwsgi.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  private static Front front(Way way) {
    return front(way, Settings.PLAIN);
  }

  private static Front front(Way way, Settings settings) {
    Settings uwsgi = settings.protocol(Protocol.UWSGI);
    return way == Way.TCP ? uwsgi.before(vertx, port) : uwsgi.before(vertx, socket);
  }

  private static HttpRequest.Builder request(Front front, String path) {
    return HttpRequest.newBuilder(URI.create(front.url(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient()
        .send(request.version(HttpClient.Version.HTTP_1_1).build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @EnumSource
  void theApplicationSeesTheRequest(Way way) throws Exception {
    try (Front front = front(way, Settings.PLAIN.prefix("/flask"))) {

      HttpResponse<String> response =
          send(
              request(front, "/who?a=b%20c")
                  .header("X-Word", "one")
                  .header("X-Word", "two")
                  .header("X_Real_IP", "9.9.9.9")
                  .header("Content-Type", "text/x")
                  .POST(BodyPublishers.ofString("hello")));

      assertThat(response.statusCode()).as(front.outcome().note()).isEqualTo(200);
      assertThat(response.body())
          .contains("\"REQUEST_METHOD\":\"POST\"", "\"QUERY_STRING\":\"a=b%20c\"")
          .contains("\"REQUEST_URI\":\"/who?a=b%20c\"", "\"PATH_INFO\":\"/who\"")
          .contains("\"SCRIPT_NAME\":\"/flask\"", "\"SERVER_PROTOCOL\":\"HTTP/1.1\"")
          .contains("\"CONTENT_TYPE\":\"text/x\"", "\"CONTENT_LENGTH\":\"5\"")
          .contains("\"REQUEST_SCHEME\":\"http\"", "\"wsgi.url_scheme\":\"http\"")
          .contains("\"REMOTE_ADDR\":\"127.0.0.1\"", "\"REMOTE_PORT\":\"")
          .contains("\"SERVER_NAME\":\"127.0.0.1\"")
          .contains("\"SERVER_PORT\":\"" + front.port() + '"')
          .contains("\"HTTP_HOST\":\"127.0.0.1:" + front.port() + '"')
          .contains("\"DOCUMENT_ROOT\":\"\"")
          .contains("\"HTTP_X_FORWARDED_FOR\":\"127.0.0.1\"", "\"HTTP_X_WORD\":\"one, two\"")
          .doesNotContain("9.9.9.9", "HTTP_CONTENT_LENGTH", "\"HTTPS\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodiesOfEitherKindArriveWhole(Way way) throws Exception {
    byte[] body = new byte[3_000_000];
    try (Front front = front(way)) {

      String known = send(request(front, "/length").POST(BodyPublishers.ofByteArray(body))).body();
      String chunked =
          send(request(front, "/length")
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
              .body();

      assertThat(known).isEqualTo("3000000");
      assertThat(chunked).isEqualTo("3000000");
    }
  }

  @ParameterizedTest
  @EnumSource
  void generatedBodiesArriveWhole(Way way) throws Exception {
    try (Front front = front(way)) {

      HttpResponse<String> response = send(request(front, "/stream"));

      assertThat(response.body().lines()).hasSize(10_000).endsWith("line 9999");
    }
  }

  @Test
  void chunksOfTheApplicationAreTakenOff() throws Exception {
    try (Front front = front(Way.TCP)) {

      assertThat(send(request(front, "/chunks")).body()).isEqualTo("hello");
    }
  }

  @Test
  void fieldsThatComeTwiceStayTwo() throws Exception {
    try (Front front = front(Way.TCP)) {

      assertThat(send(request(front, "/cookies")).headers().allValues("set-cookie"))
          .isEqualTo(Arrays.asList("a=1", "b=2"));
    }
  }

  @Test
  void answersWithoutBodyEndWithTheirHead() throws Exception {
    try (Front front = front(Way.TCP);
        RawClient client = new RawClient(front)) {

      client.say("HEAD /who HTTP/1.1\r\nHost: a\r\n\r\n");
      String head = client.readUntil("\r\n\r\n");
      client.say("GET /empty HTTP/1.1\r\nHost: a\r\n\r\n");
      String empty = client.readUntil("\r\n\r\n");
      client.say("GET /same HTTP/1.1\r\nHost: a\r\n\r\n");
      String same = client.readUntil("\r\n\r\n");
      client.say("GET /missing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(head).startsWith("HTTP/1.1 200 ").containsIgnoringCase("content-length: ");
      assertThat(empty).startsWith("HTTP/1.1 204 ").doesNotContainIgnoringCase("transfer-encoding");
      assertThat(same).startsWith("HTTP/1.1 304 ").contains("\"1\"");
      assertThat(client.readAll()).startsWith("HTTP/1.1 404 ");
    }
  }

  @Test
  void aClientOfHttp2IsAnswered() throws Exception {
    try (Front front = front(Way.TCP)) {
      HttpRequest request = request(front, "/stream").build();

      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).endsWith("line 9999\n");
    }
  }

  @Test
  void anApplicationThatFailsInTheMiddleIsNotTakenForTheEnd() throws IOException {
    try (Front front = front(Way.TCP)) {

      String answer =
          RawClient.exchange(front, "GET /broken HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(answer).endsWith("first");
      assertThat(front.outcome().note()).contains("broke off after 5 body bytes");
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }
}
