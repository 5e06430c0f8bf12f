package site.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.RawHttp2;
import site.config.TargetUrl.Protocol;
import site.http.Wire;
import site.http.Wires;

/** What requests say behind their content reaches targets of both versions (RFC 9110 6.5). */
class RequestTrailersTest {
  private static final String CHUNKED =
      "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

  private static Vertx vertx;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() {
    Front.await(vertx.close());
  }

  /** Answers with the length of the content and what came behind it. */
  private static HttpServer target(HttpVersion version) {
    return Front.await(
        vertx
            .createHttpServer(
                new HttpServerConfig().setVersions(version).setHost("127.0.0.1").setPort(0))
            .connectionHandler(Wires::keep)
            .requestHandler(RequestTrailersTest::echo)
            .listen());
  }

  private static void echo(HttpServerRequest request) {
    Wire wire = Wires.of(request);
    request
        .body()
        .onSuccess(
            body -> {
              String behind = wire.trailers().entries().toString();
              request.response().end(body.length() + " " + behind);
            });
  }

  private static Front front(HttpServer target, Protocol protocol) {
    return Front.Settings.PLAIN.protocol(protocol).before(vertx, target.actualPort());
  }

  private interface Check {
    void run(Front front) throws IOException;
  }

  private static void before(Protocol protocol, Check check) throws IOException {
    HttpServer target =
        target(protocol == Protocol.H2C ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1);
    try (Front front = front(target, protocol)) {
      check.run(front);
    } finally {
      Front.await(target.close());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP", "H2C"})
  void thoseOfChunksArePassedOn(Protocol protocol) throws IOException {
    before(
        protocol,
        front -> {
          String answer =
              RawClient.exchange(
                  front, CHUNKED + "5\r\nhello\r\n0\r\nX-Sum: 7\r\nx-sum: 8\r\n\r\n");

          assertThat(answer.toLowerCase(Locale.ROOT)).contains("5 [x-sum=7, x-sum=8]");
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP", "H2C"})
  void thoseOfAStreamArePassedOn(Protocol protocol) throws IOException {
    before(
        protocol,
        front -> {
          try (RawHttp2 client = RawHttp2.open(front.port())) {
            client.send(helloAnd("x-sum: 7"));

            assertThat(client.response(1)).isEqualTo("200 5 [x-sum=7]");
          }
        });
  }

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP", "H2C"})
  void theyMayFollowNoContentAtAll(Protocol protocol) throws IOException {
    before(
        protocol,
        front ->
            assertThat(RawClient.exchange(front, CHUNKED + "0\r\nx-sum: 7\r\n\r\n"))
                .contains("0 [x-sum=7]"));
  }

  @Test
  void aBodyLargerThanTheWindowComesBeforeThem() throws IOException {
    int size = 3_000_000;
    before(
        Protocol.H2C,
        front ->
            assertThat(
                    RawClient.exchange(
                        front,
                        CHUNKED
                            + Integer.toHexString(size)
                            + "\r\n"
                            + "a".repeat(size)
                            + "\r\n0\r\nx-sum: 7\r\n\r\n"))
                .contains(size + " [x-sum=7]"));
  }

  /** Requests sent ahead are decoded before the first one is answered. */
  @Test
  void eachGoesWithItsOwnRequest() throws IOException {
    String kept = CHUNKED.replace("Connection: close\r\n", "");
    before(
        Protocol.HTTP,
        front -> {
          String answer =
              RawClient.exchange(
                  front,
                  (kept + "1\r\na\r\n0\r\nx: 1\r\n\r\n")
                      + (kept + "2\r\nab\r\n0\r\n\r\n")
                      + "GET / HTTP/1.1\r\nHost: a\r\n\r\n"
                      + (CHUNKED + "3\r\nabc\r\n0\r\nx: 3\r\n\r\n"));

          assertThat(answer).containsSubsequence("1 [x=1]", "2 []", "0 []", "3 [x=3]");
        });
  }

  @Test
  void theConnectionToTheTargetIsKept() throws IOException {
    before(
        Protocol.HTTP,
        front -> {
          for (int i = 0; i < 3; i++) {
            assertThat(RawClient.exchange(front, CHUNKED + "1\r\na\r\n0\r\nx: " + i + "\r\n\r\n"))
                .contains("1 [x=" + i + "]");
          }
          assertThat(RawClient.exchange(front, CHUNKED + "1\r\na\r\n0\r\n\r\n")).contains("1 []");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3",
        "Transfer-Encoding: gzip",
        "Host: b",
        "Authorization: Basic YTpi",
        "Cookie: a=b",
        "X-Forwarded-For: 10.0.0.1",
        "X_Sum: 7",
        "Range: bytes=0-1",
        "If-Match: *",
        "Connection: close",
        "Via: 1.1 b",
        "X-Request-Id: 7",
      })
  void whatMeansSomethingInAHeaderSectionStaysHere(String trailer) throws IOException {
    before(
        Protocol.HTTP,
        front ->
            assertThat(
                    RawClient.exchange(front, CHUNKED + "1\r\na\r\n0\r\n" + trailer + "\r\n\r\n"))
                .contains("1 []"));
  }

  /** RFC 9113 8.1: none of what controls a request may stand behind it. */
  @ParameterizedTest
  @CsvSource({
    ":path, /admin",
    "X-Sum, 7",
    "x sum, 7",
    "connection, close",
    "x, 'a\nb'",
    "x, 'a\u0001b'"
  })
  void aStreamThatEndsInNonsenseIsReset(String name, String value) throws IOException {
    before(
        Protocol.HTTP,
        front -> {
          try (RawHttp2 client = RawHttp2.open(front.port())) {
            client.send(helloAnd(name + ": " + value));

            assertThat(client.response(1)).isEqualTo("stream:PROTOCOL_ERROR");
          }
        });
  }

  private static byte[] helloAnd(String trailer) {
    int last = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
    return RawHttp2.join(
        RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, RawHttp2.request("POST", "/")),
        RawHttp2.frame(RawHttp2.DATA, 0, 1, "hello".getBytes(US_ASCII)),
        RawHttp2.frame(RawHttp2.HEADERS, last, 1, RawHttp2.block(trailer)));
  }

  @ParameterizedTest
  @CsvSource({"x-user, false", "x-sum, true", "trailer, false"})
  void whatTheHeadSaysIsNotSaidAgain(String name, boolean passes) {
    MultiMap trailers = HttpHeaders.headers().add(name, "7");
    MultiMap head = HttpHeaders.headers().add("X-User", "alice");

    MultiMap passed = RequestTrailers.passable(trailers, false, head);

    assertThat(passed.contains(name)).isEqualTo(passes);
  }
}
