package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.config.TargetUrl.Protocol;

/** Node as a target in HTTP/2, with and without TLS, over TCP and Unix sockets. */
class NodeH2IT extends BeforeNode {
  private static final int ENHANCE_YOUR_CALM = 0xb;

  private static Front h2c() {
    return node.settings(Protocol.H2C).before(vertx, node.h2cPort());
  }

  private static String echoed(Front front, String body) throws Exception {
    HttpRequest post =
        HttpRequest.newBuilder(URI.create(front.url("/echo")))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(post, BodyHandlers.ofString()).body();
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"H2C", "HTTPS"})
  void isSpokenOverTcp(Protocol protocol) throws Exception {
    int port = protocol == Protocol.H2C ? node.h2cPort() : node.h2Port();
    try (Front front = node.settings(protocol).before(vertx, port)) {

      assertThat(echoed(front, "hello".repeat(100_000))).isEqualTo("hello".repeat(100_000));
    }
  }

  @ParameterizedTest
  @CsvSource({"H2C, h2c", "HTTPS, h2", "HTTPS, https"})
  void isSpokenOverUnixSockets(Protocol protocol, String socket) throws Exception {
    try (Front front = node.settings(protocol).before(vertx, node.socket(socket))) {

      assertThat(echoed(front, "hello".repeat(100_000))).isEqualTo("hello".repeat(100_000));
    }
  }

  @Test
  void interimAnswersPassInTheirOrder() throws Exception {
    try (Front front = h2c();
        RawClient raw = new RawClient(front)) {

      String read = raw.say("GET /interim HTTP/1.1\r\nHost: a\r\n\r\n").readUntil("\r\n0\r\n\r\n");

      assertThat(read)
          .startsWith("HTTP/1.1 102 ")
          .containsSubsequence(
              "HTTP/1.1 103 ", "</a.css>", "HTTP/1.1 199 ", "x: y", "HTTP/1.1 200 ")
          .endsWith("2\r\nok\r\n0\r\n\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trailersReachClientsOfHttp1(boolean asked) throws Exception {
    String te = asked ? "TE: trailers\r\nConnection: TE\r\n" : "";
    try (Front front = h2c();
        RawClient raw = new RawClient(front)) {

      String read =
          raw.say("GET /trailers HTTP/1.1\r\nHost: a\r\n" + te + "\r\n")
              .readUntil("\r\n0\r\nsum: 7\r\n\r\n");

      assertThat(read).contains(asked ? "asked: trailers" : "asked: no").endsWith("sum: 7\r\n\r\n");
    }
  }

  @Test
  void trailersReachClientsOfHttp2() {
    try (Front front = h2c()) {

      String sum =
          Front.await(
              H2.onLoop(
                  vertx,
                  () ->
                      H2.request(vertx, front, HttpMethod.GET)
                          .compose(request -> request.setURI("/trailers").send())
                          .compose(
                              answer ->
                                  answer.body().map(body -> body + answer.getTrailer("sum")))));

      assertThat(sum).isEqualTo("ok7");
    }
  }

  @Test
  void aStreamRefusedBeforeItsAnswerIsABadGateway() throws Exception {
    try (Front front = h2c()) {

      HttpResponse<String> answer =
          client.send(request(front, "/refuse?code=" + ENHANCE_YOUR_CALM), BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(502);
      assertThat(get(front, "/session")).isNotEmpty();
    }
  }

  @Test
  void requestsAtTheSameTimeShareAConnection() throws Exception {
    try (Front front = h2c()) {
      String first = get(front, "/session");
      List<CompletableFuture<HttpResponse<String>>> waiting = waiting(front, 50);

      get(front, "/say?word=" + "now");

      for (CompletableFuture<HttpResponse<String>> one : waiting) {
        assertThat(one.get(20, TimeUnit.SECONDS).body()).isEqualTo(first + " now");
      }
    }
  }

  @Test
  void streamsEndInPeaceAfterGoAwayAndNewOnesGoElsewhere() throws Exception {
    try (Front front = h2c()) {
      String first = get(front, "/session");
      List<CompletableFuture<HttpResponse<String>>> waiting = waiting(front, 10);

      assertThat(get(front, "/goaway?code=0")).isEqualTo(first);
      String second = get(front, "/session");
      get(front, "/say?word=" + "now");

      assertThat(second).isNotEqualTo(first);
      for (CompletableFuture<HttpResponse<String>> one : waiting) {
        assertThat(one.get(20, TimeUnit.SECONDS).body()).isEqualTo(first + " now");
      }
      Eventually.until("nothing is active", () -> front.target().active() == 0);
    }
  }

  /** Requests from clients on one event loop, as each loop has connections of its own. */
  private static List<CompletableFuture<HttpResponse<String>>> waiting(Front front, int number) {
    int before = Integer.parseInt(get(front, "/waiting"));
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      waiting.add(client.sendAsync(request(front, "/wait"), BodyHandlers.ofString()));
    }
    Eventually.until(
        "all are asked", () -> Integer.parseInt(get(front, "/waiting")) == before + number);
    return waiting;
  }
}
