package site.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the decoder lets through, refuses or changes before {@link Hygiene} sees it. The server
 * answers with what it took the request for and with the {@code Host} that is left behind.
 */
class HygieneOnTheWireTest {
  private static final Authority LOCAL = new Authority("local", 1);

  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void startServer() throws Exception {
    vertx = Vertx.vertx();
    HttpServer server = vertx.createHttpServer().requestHandler(HygieneOnTheWireTest::answer);
    port =
        server
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterAll
  static void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static void answer(HttpServerRequest request) {
    try {
      RequestTarget target = Hygiene.enter(request, LOCAL);
      String host = request.getHeader("host");
      request
          .response()
          .end(
              target.authority()
                  + " "
                  + target.path().encoded()
                  + " "
                  + target.query()
                  + " "
                  + host);
    } catch (HttpFailure failure) {
      request.response().setStatusCode(failure.status()).end(failure.getMessage());
    }
  }

  /** Request line and fields; {@code ;} is CRLF. Expected: status and the answer's beginning. */
  static Stream<Arguments> requests() {
    return Table.of(
        """
        GET / HTTP/1.1;Host: x                                200  x / null x
        GET /a?b HTTP/1.1;Host: X.:80                         200  x:80 /a b X.:80
        GET / HTTP/1.1                                        400  host: missing
        GET / HTTP/1.0                                        200  local:1 / null null
        GET / HTTP/1.1;Host: a;Host: b                        400  host: more than one
        GET / HTTP/1.1;Host: a;HOST: a                        400  host: more than one
        GET / HTTP/1.1;Host:                                  400  host: not
        GET / HTTP/1.1;Host: a/b@c                            400  host: not
        GET / HTTP/1.1;Host: u@c                              400  host: not
        GET / HTTP/1.1;Host: a\\x09b                          400  host: not
        GET / HTTP/1.1;Host: \\x09a\\x09                      200  a / null a
        GET / HTTP/1.1;Host: \\xE9                            400  host: not
        GET / HTTP/1.1;Host: x;: a                            400  header: a field without a name
        GET / HTTP/1.1;Host: x; folded                        400  host: not
        POST / HTTP/1.1;Host: x;Transfer-Encoding: gzip, chunked;;0;  501  transfer-encoding
        POST / HTTP/1.1;Host: x;Transfer-Encoding: gzip;Transfer-Encoding: chunked;;0;  501  transfer-encoding
        POST / HTTP/1.1;Host: x;Transfer-Encoding:; chunked;;0;  501  transfer-encoding
        POST / HTTP/1.1;Host: x;Transfer-Encoding: CHUNKED;;0;   200  x / null x
        POST / HTTP/1.0;Host: x;Transfer-Encoding: chunked;;0;   400  ''
        POST / HTTP/1.1;Host: x;Expect: foo;Content-Length: 0  417  expect
        GET http://other.test/p?q HTTP/1.1;Host: x            200  other.test /p q other.test
        GET http://other.test HTTP/1.1;Host: x                200  other.test / null other.test
        GET http://other.test:81/ HTTP/1.0                    200  other.test:81 / null other.test:81
        GET http://u@other.test/ HTTP/1.1;Host: x             400  host: not
        GET http://other.test/ HTTP/1.1                       400  host: missing
        GET ftp://other.test/ HTTP/1.1;Host: x                400  target
        GET x:80 HTTP/1.1;Host: x                             400  target
        CONNECT x:80 HTTP/1.1;Host: x                         501  method
        TRACE / HTTP/1.1;Host: x                              501  method
        OPTIONS * HTTP/1.1;Host: x                            200  x * null x
        GET * HTTP/1.1;Host: x                                400  target
        GET /\\xE9 HTTP/1.1;Host: x                           400  path
        GET /\\xC3\\xA9 HTTP/1.1;Host: x                      400  path
        GET /a\\x00b HTTP/1.1;Host: x                         400  path
        GET /a\\x01b HTTP/1.1;Host: x                         400  path
        GET /a\\x7Fb HTTP/1.1;Host: x                         400  path
        GET /a#b HTTP/1.1;Host: x                             400  path
        GET /a?b\\x00 HTTP/1.1;Host: x                        400  query
        GET /a?\\xE9 HTTP/1.1;Host: x                         400  query
        GET /a?b#c HTTP/1.1;Host: x                           400  query
        GET //evil/x HTTP/1.1;Host: x                         200  x /evil/x null x
        GET /a//b HTTP/1.1;Host: x                            200  x /a//b null x
        GET /a/../b HTTP/1.1;Host: x                          200  x /b null x
        GET /a/%2e%2E/b HTTP/1.1;Host: x                      200  x /b null x
        GET /.. HTTP/1.1;Host: x                              400  path
        GET /..\\x5Ca HTTP/1.1;Host: x                        200  x /..%5Ca null x
        GET /%00 HTTP/1.1;Host: x                             400  path
        GET /%zz HTTP/1.1;Host: x                             400  path
        GET /a b HTTP/1.1;Host: x                             400  ''
        GET /a\\x09b HTTP/1.1;Host: x                         400  ''
        G@T / HTTP/1.1;Host: x                                400  ''
        GET / HTTP/1.2;Host: x                                501  ''
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("requests")
  void aRequestIsTakenForWhatItIs(String request, int status, String answer) throws Exception {
    String response = raw(request);

    assertThat(response).matches("(?s)HTTP/1\\.[012] " + status + " .*");
    assertThat(response.substring(response.indexOf("\r\n\r\n") + 4)).startsWith(answer);
  }

  /** The decoder leaves no trace of these; their meaning is not in doubt either. */
  static Stream<Arguments> undetectable() {
    return Table.of(
        """
        GET\\x09/\\x09HTTP/1.1;Host: x                        200  x / null x
        GET / HTTP/1.1;Host: x;X-A: b; c                      200  x / null x
        GET / HTTP/1.1;Host:; x                               400  host: not
        """);
  }

  @ParameterizedTest(name = "[{index}] {0}")
  @MethodSource("undetectable")
  void tabsInTheRequestLineAndFoldedFieldsArriveUnfolded(String request, int status, String answer)
      throws Exception {
    aRequestIsTakenForWhatItIs(request, status, answer);
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      int lineEnd = request.indexOf(';') < 0 ? request.length() : request.indexOf(';');
      String bytes =
          request.substring(0, lineEnd)
              + "\r\nConnection: close"
              + request.substring(lineEnd).replace(";", "\r\n")
              + "\r\n\r\n";
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  /** Authority, Host fields, path; RESET or GONE where the decoder refuses it itself. */
  static Stream<Arguments> streams() {
    return Table.of(
        """
        x            -      GET      /         200  x / null null
        X.Example.   -      GET      /a?b      200  x.example /a b null
        [0::1]:80    -      GET      /         200  [::1]:80 / null null
        my_host      -      GET      /         200  my_host / null null
        -            x      GET      /         200  x / null null
        -            x,y    GET      /         200  x / null null
        x            x      GET      /         200  x / null x
        -            -      GET      /         400  host: missing
        x            y      GET      /         RESET  ''
        x            x:80   GET      /         RESET  ''
        u@x          -      GET      /         RESET  ''
        x:           -      GET      /         400  host: not
        x            -      GET      //a/..    200  x / null null
        x            -      GET      /..       400  path
        x            -      GET      /a#b      400  path
        x            -      GET      /a\\x20b  400  path
        x            -      GET      /a\\x0Db  RESET  ''
        x            -      GET      x         400  target
        x            -      GET      http://x/  400  target
        x            -      GET      *         400  target
        x            -      OPTIONS  *         200  x * null null
        x            -      TRACE    /         501  method
        x            -      G@T      /         GONE  ''
        """);
  }

  @ParameterizedTest(name = "[{index}] {0} {1} {2} {3}")
  @MethodSource("streams")
  void anHttp2RequestIsTakenForWhatItIs(
      String authority, String hosts, String method, String path, String status, String answer)
      throws Exception {
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers.method(method).scheme("http").path(path);
    if (!authority.equals("-")) {
      headers.authority(authority);
    }
    for (String host : hosts.equals("-") ? new String[0] : hosts.split(",", -1)) {
      headers.add("host", host);
    }

    String response = http2(headers);

    assertThat(response).startsWith(status);
    assertThat(response).contains(answer);
  }

  @Test
  void http2DoesNotLetATransferCodingIn() throws Exception {
    Http2Headers headers = new DefaultHttp2Headers(false);
    headers.method("GET").scheme("http").path("/").authority("x");
    headers.add("transfer-encoding", "chunked");

    assertThat(http2(headers)).isIn("RESET", "GONE");
  }

  /** Sends one request with prior knowledge (RFC 9113 3.3) and reads until it is answered. */
  private static String http2(Http2Headers headers) throws Exception {
    ByteBuf block = Unpooled.buffer();
    new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, block);
    ByteBuf out = Unpooled.buffer();
    out.writeCharSequence("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ISO_8859_1);
    frame(out, 4, 0, 0, Unpooled.EMPTY_BUFFER);
    frame(out, 1, 5, 1, block);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      out.readBytes(socket.getOutputStream(), out.readableBytes());
      return answer(new DataInputStream(socket.getInputStream()));
    }
  }

  private static void frame(ByteBuf out, int type, int flags, int stream, ByteBuf payload) {
    out.writeMedium(payload.readableBytes()).writeByte(type).writeByte(flags).writeInt(stream);
    out.writeBytes(payload);
  }

  private static String answer(DataInputStream in) throws Exception {
    var answer = new StringBuilder();
    while (true) {
      int high = in.read();
      if (high < 0) {
        return "GONE";
      }
      int length = high << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      switch (type) {
        case 0 -> answer.append(new String(payload, ISO_8859_1));
        case 1 -> answer.append(status(payload, (flags & 0x20) != 0)).append(' ');
        case 3 -> {
          return "RESET";
        }
        case 7 -> {
          return "GONE";
        }
        default -> {}
      }
      if (stream == 1 && (flags & 1) != 0) {
        return answer.toString();
      }
    }
  }

  private static CharSequence status(byte[] headers, boolean prioritised) throws Exception {
    int from = prioritised ? 5 : 0;
    ByteBuf block = Unpooled.wrappedBuffer(headers, from, headers.length - from);
    return new DefaultHttp2HeadersDecoder().decodeHeaders(1, block).status();
  }
}
