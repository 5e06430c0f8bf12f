package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.proxy.Front.Settings;

/** A Flask application under Gunicorn on a Unix socket, as people bring it along. */
class GunicornIT {
  private static final String APP =
      """
      from flask import Flask, Response, request, jsonify
      from werkzeug.middleware.proxy_fix import ProxyFix

      app = Flask(__name__)
      app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)

      @app.route("/who")
      def who():
          return jsonify(addr=request.remote_addr, url=request.url, root=request.script_root,
                         env=sorted(k for k in request.environ if k.startswith("HTTP_")))

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
          return Response(rows(), mimetype="text/plain")
      """;

  private static Vertx vertx;

  @TempDir Path dir;
  private Process gunicorn;
  private Front front;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  @BeforeEach
  void startGunicorn() throws IOException {
    Files.writeString(dir.resolve("app.py"), APP);
    Path socket = dir.resolve("app.sock");
    gunicorn =
        new ProcessBuilder(
                "/usr/bin/gunicorn",
                "-w",
                "2",
                "-b",
                "unix:" + socket,
                "--chdir",
                dir.toString(),
                "app:app")
            .redirectErrorStream(true)
            .redirectOutput(new File(dir.toFile(), "gunicorn.log"))
            .start();
    front = Settings.PLAIN.prefix("/flask").before(vertx, socket);
    Eventually.until("Gunicorn listens", () -> Files.exists(socket));
  }

  @AfterEach
  void stopGunicorn() throws InterruptedException {
    front.close();
    gunicorn.destroy();
    assertThat(gunicorn.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(front.url(path)));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void theApplicationSeesTheClient() throws Exception {
    HttpResponse<String> response =
        send(request("/who").header("X-Forwarded-For", "9.9.9.9").header("X_Real_IP", "9.9.9.9"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("server").orElse("")).contains("gunicorn");
    assertThat(response.body())
        .contains("\"addr\":\"127.0.0.1\"")
        .contains("\"root\":\"/flask\"")
        .contains("\"url\":\"" + front.url("/flask/who") + "\"")
        .contains("HTTP_X_REQUEST_ID")
        .doesNotContain("9.9.9.9");
  }

  @Test
  void bodiesOfEitherKindArriveWhole() throws Exception {
    byte[] body = new byte[3_000_000];
    HttpResponse<String> known =
        send(request("/length").POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    HttpResponse<String> chunked =
        send(
            request("/length")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(body))));

    assertThat(known.body()).isEqualTo("3000000");
    assertThat(chunked.body()).isEqualTo("3000000");
  }

  @Test
  void generatedBodiesArriveWhole() throws Exception {
    HttpResponse<String> response = send(request("/stream"));

    assertThat(response.body().lines()).hasSize(10_000).endsWith("line 9999");
  }

  @Test
  void aWorkerThatFailsInTheMiddleIsNotTakenForTheEnd() {
    CompletableFuture<HttpResponse<String>> response =
        HttpClient.newHttpClient()
            .sendAsync(request("/broken").build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response).failsWithin(java.time.Duration.ofSeconds(30));
  }

  @Test
  void everyRequestIsAnsweredThoughGunicornClosesAfterEach() throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();

    for (int i = 0; i < 200; i++) {
      responses.add(
          client.sendAsync(request("/who").build(), HttpResponse.BodyHandlers.ofString()));
      if (responses.size() % 8 == 0) {
        responses.get(responses.size() - 1).get(30, TimeUnit.SECONDS);
      }
    }

    assertThat(responses).allSatisfy(one -> assertThat(one.get().statusCode()).isEqualTo(200));
    Eventually.until("nothing is active", () -> front.target().active() == 0);
    assertThat(front.target().failures()).isZero();
  }
}
