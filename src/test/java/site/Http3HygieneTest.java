package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.handler.codec.http3.Http3Headers;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import site.server.Limit;
import site.tls.QuicContexts;

/** What is malformed in HTTP/3 ends its stream, what takes too much its connection. */
class Http3HygieneTest {
  private static final String MALFORMED = "reset 10e";

  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0", tls: true }]
      limits: { header-size: 8KiB, header-timeout: 1s, connections: 1 }
      sites:
        - hosts: [www.h3.test]
          routes: [{ path: "/*", respond: { body: pong } }]
      """;

  @TempDir static Path home;

  @BeforeAll
  static void needsItsNativePart() {
    assumeThat(QuicContexts.problem()).isEmpty();
  }

  static Stream<Named<Consumer<Http3Headers>>> malformed() {
    return Stream.of(
        Named.of("a name in upper case", f -> f.add("X-Name", "a")),
        Named.of("a name with a space", f -> f.add("x name", "a")),
        Named.of("a line end", f -> f.add("x-a", "a\r\nx-b: b")),
        Named.of("a NUL", f -> f.add("x-a", "a\0b")),
        Named.of("a blank at the beginning", f -> f.add("x-a", " a")),
        Named.of("connection", f -> f.add("connection", "close")),
        Named.of("transfer-encoding", f -> f.add("transfer-encoding", "chunked")),
        Named.of("upgrade", f -> f.add("upgrade", "websocket")),
        Named.of("te", f -> f.add("te", "gzip")),
        Named.of("an unknown pseudo field", f -> f.add(":x", "a")),
        Named.of("the pseudo field of answers", f -> f.add(":status", "200")),
        Named.of("two methods", f -> f.add(":method", "POST")),
        Named.of("extended CONNECT", f -> f.add(":protocol", "websocket")),
        Named.of("an empty path", f -> f.set(":path", "")),
        Named.of("no path", f -> f.remove(":path")),
        Named.of("no scheme", f -> f.remove(":scheme")),
        Named.of("another scheme", f -> f.set(":scheme", "ftp")),
        Named.of("a method that is no token", f -> f.set(":method", "GET /")),
        Named.of("a host that differs", f -> f.add("host", "other.test")));
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedFieldsEndTheirStreamOnly(Consumer<Http3Headers> spoil) throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        RawHttp3 client = new RawHttp3(server.port(0))) {
      Http3Headers fields = RawHttp3.fields("POST", "/");
      spoil.accept(fields);

      assertThat(client.ask(fields, "body")).isEqualTo(MALFORMED);
      assertThat(client.ask(RawHttp3.fields("POST", "/"), "body")).isEqualTo("status 200");
    }
  }

  @Test
  void tooManyFieldsCloseTheConnection() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        RawHttp3 client = new RawHttp3(server.port(0))) {
      Http3Headers fields = RawHttp3.fields("GET", "/");
      fields.add("x-large", "a".repeat(9_000));

      assertThat(client.ask(fields, "")).isEqualTo("closed");
    }
  }

  @Test
  void aLongTargetIsAnswered414() throws Exception {
    try (TestServer server =
            TestServer.start(home, YAML.replace("header-size", "request-line: 1KiB, header-size"));
        RawHttp3 client = new RawHttp3(server.port(0))) {
      String line = "/" + "a".repeat(1_100);
      String shorter = line.substring(0, 1_000);

      assertThat(client.ask(RawHttp3.fields("GET", line), "")).isEqualTo("status 414");
      assertThat(client.ask(RawHttp3.fields("GET", shorter), "")).isEqualTo("status 200");
    }
  }

  @Test
  void aHeaderSectionThatDoesNotEndClosesTheConnection() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        RawHttp3 client = new RawHttp3(server.port(0))) {
      byte headers = 1;
      byte length = 32;

      assertThat(client.stall(headers, length, (byte) 0)).isEqualTo("closed");
      assertThat(server.state().counts().connections().values())
          .allMatch(c -> c.limits().get(Limit.HEADER_TIMEOUT) == 1);
    }
  }

  @Test
  void aConnectionTooManyIsRefusedAtOnce() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        RawHttp3 client = new RawHttp3(server.port(0))) {
      assertThat(client.ask(RawHttp3.fields("GET", "/"), "")).isEqualTo("status 200");

      assertThat(askOnce(server.port(0))).isEqualTo("closed");
    }
  }

  /** The handshake of a refused connection may be over on the client's side before it hears. */
  private static String askOnce(int port) throws Exception {
    try (RawHttp3 client = new RawHttp3(port)) {
      return client.ask(RawHttp3.fields("GET", "/"), "");
    } catch (ExecutionException closedBefore) {
      return "closed";
    }
  }
}
