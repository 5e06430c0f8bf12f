package site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.RawHttp.Answer;

class FailuresTest {
  private static final String BROWSER = "accept: text/html,*/*;q=0.8";

  private final Logger logger = Logger.getLogger(Failures.class.getName());
  private final Logged logged = new Logged();
  private BareServer server;

  @BeforeEach
  void listen() {
    logger.setUseParentHandlers(false);
    logger.addHandler(logged);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(logged);
    logger.setUseParentHandlers(true);
    server.close();
  }

  @Test
  void answersWithTheStatusAndHeadersOfAnOutcome() {
    serve(x -> failed(new HttpFailure(429, "50 per hour", Map.of("retry-after", "60"))));

    Answer answer = RawHttp.get(server.port(), "/");

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.header("retry-after")).isEqualTo("60");
    assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("vary")).isEqualTo("accept");
    assertThat(answer.headers()).doesNotContainKey("cache-control");
    assertThat(answer.text()).contains("50 per hour", "Request id-<1>");
    assertThat(answer.isComplete()).isTrue();
    assertThat(server.nextOver().note()).isEqualTo("50 per hour");
    assertThat(logged.records).isEmpty();
  }

  @Test
  void keepsTheReasonOfAServerErrorToItself() {
    serve(x -> failed(new HttpFailure(502, "10.0.0.7:8080 refused")));

    Answer answer = RawHttp.get(server.port(), "/", BROWSER);

    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.text()).contains("<h1><span>502</span>", "id-&lt;1&gt;");
    assertThat(answer.text()).doesNotContain("10.0.0.7");
    assertThat(server.nextOver().note()).isEqualTo("10.0.0.7:8080 refused");
  }

  @Test
  void logsAFaultOnceWithItsStackAndTellsTheClientNothing() {
    serve(x -> failed(new IllegalStateException("secret detail")));

    Answer answer = RawHttp.get(server.port(), "/", "accept: application/json");

    assertThat(answer.status()).isEqualTo(500);
    assertThat(new JsonObject(answer.text()).getString("requestId")).isEqualTo("id-<1>");
    assertThat(answer.text()).doesNotContain("secret");
    server.nextOver();
    assertThat(logged.records).hasSize(1);
    assertThat(logged.records.element().getMessage()).contains("id-<1>");
    assertThat(logged.records.element().getThrown()).hasMessage("secret detail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "text/html", "application/json"})
  void answersHeadLikeGetButForTheBody(String accept) {
    serve(x -> failed(new HttpFailure(404, "no such file")));

    Answer get = RawHttp.get(server.port(), "/", "accept: " + accept);
    Answer head = RawHttp.send(server.port(), "HEAD", "/", "accept: " + accept);

    assertThat(head.headers()).isEqualTo(get.headers());
    assertThat(head.text()).isEmpty();
    assertThat(get.isComplete()).isTrue();
  }

  @Test
  void showsTheSitesOwnPageToPeopleAndAProblemToPrograms() {
    var pages = new ErrorPages(Map.of("404", "<p>ours</p>", "5xx", "<p>sorry</p>"));
    serve(
        x -> {
          x.errorPages(pages);
          return failed(new HttpFailure(x.path().decoded().equals("/busy") ? 503 : 404, "none"));
        });

    assertThat(RawHttp.get(server.port(), "/", BROWSER).text()).isEqualTo("<p>ours</p>");
    assertThat(RawHttp.get(server.port(), "/").text()).isEqualTo("<p>ours</p>");
    assertThat(RawHttp.get(server.port(), "/busy").text()).isEqualTo("<p>sorry</p>");
    assertThat(RawHttp.get(server.port(), "/", "accept: application/json").header("content-type"))
        .isEqualTo("application/problem+json");
  }

  @Test
  void forgetsWhatWasSaidAboutTheBodyThatDoesNotCome() {
    serve(
        x -> {
          x.response().putHeader("content-length", "5").putHeader("etag", "\"a\"");
          x.response().putHeader("content-encoding", "gzip").putHeader("cache-control", "public");
          x.response().putHeader("x-kept", "yes").putHeader("vary", "origin").setChunked(true);
          return failed(new HttpFailure(404, "none"));
        });

    Answer answer = RawHttp.get(server.port(), "/");

    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.headers())
        .containsEntry("x-kept", "yes")
        .doesNotContainKeys("etag", "content-encoding", "cache-control", "transfer-encoding");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void breaksOffAnAnswerThatHasBegun(boolean chunked) {
    serve(
        x -> {
          x.response().setChunked(chunked);
          if (!chunked) {
            x.response().putHeader("content-length", "1000");
          }
          return x.response().write("begun").compose(v -> failed(new IOException("disk")));
        });

    Answer answer = RawHttp.get(server.port(), "/");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).contains("begun").doesNotContain("\r\n0\r\n");
    assertThat(answer.isComplete()).isFalse();
    assertThat(server.nextOver().note()).contains("disk");
    assertThat(logged.records).hasSize(1);
  }

  @Test
  void breaksOffOnlyTheStreamOfAnHttp2Connection() throws Exception {
    serve(
        x ->
            x.path().decoded().equals("/good")
                ? x.response().end("good")
                : x.response()
                    .setChunked(true)
                    .write("begun")
                    .compose(v -> failed(new HttpFailure(502, "upstream broke off"))));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    var url = URI.create("http://127.0.0.1:" + server.port() + "/good");
    var good = HttpRequest.newBuilder(url).build();
    var bad = HttpRequest.newBuilder(url.resolve("/bad")).build();

    assertThat(client.send(good, BodyHandlers.ofString()).body()).isEqualTo("good");
    assertThatThrownBy(() -> client.send(bad, BodyHandlers.ofString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("RST_STREAM");
    assertThat(client.send(good, BodyHandlers.ofString()).body()).isEqualTo("good");
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void isQuietAboutAClientThatWentAway(boolean epoll, boolean reset) throws IOException {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(epoll));
    Buffer large = Buffer.buffer(new byte[64 * 1024 * 1024]);
    server = BareServer.start(vertx, x -> x.response().end(large));

    try (Socket socket = RawHttp.open(server.port(), "GET", "/")) {
      socket.getInputStream().readNBytes(1000);
      socket.setSoLinger(reset, 0);
    }

    assertThat(server.nextOver().note()).isEqualTo("client gone");
    assertThat(logged.records).isEmpty();
  }

  @Test
  void neverLeavesARequestWithoutAnEnd() throws IOException {
    serve(x -> failed(new StreamResetException(8)));

    try (Socket socket = RawHttp.open(server.port(), "GET", "/")) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(server.nextOver().note()).isEqualTo("client gone");
  }

  private void serve(Action action) {
    server = BareServer.start(Vertx.vertx(), new HttpServerOptions(), action, x -> {});
  }

  private static Future<Void> failed(Throwable failure) {
    return Future.failedFuture(failure);
  }

  /** What would be written at info or above. */
  private static final class Logged extends Handler {
    private final Queue<LogRecord> records = new ConcurrentLinkedQueue<>();

    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().intValue() >= Level.INFO.intValue()) {
        records.add(line);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
