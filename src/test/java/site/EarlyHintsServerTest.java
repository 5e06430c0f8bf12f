package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.http.RawHttp;
import site.tls.QuicContexts;

/** RFC 8297 in all versions of HTTP, through a whole server. */
class EarlyHintsServerTest {
  private static final String STYLE = "</site.css>; rel=preload; as=style";

  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
      sites:
        - hosts: [www.h3.test, "*"]
          https-redirect: false
          early-hints: ["%s"]
          routes:
            - { path: /closed, deny: [0.0.0.0/0], respond: {} }
            - { files: { root: webroot } }
      """
          .formatted(STYLE);

  @TempDir Path home;

  @BeforeEach
  void writePage() {
    TestServer.write(home.resolve("webroot/index.html"), "home ".repeat(1_000));
  }

  @Test
  void browsersWithHttp1AreToldBeforeTheFile() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        var socket = RawHttp.open(server.port(0), "GET", "/", "sec-fetch-mode: navigate")) {

      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

      assertThat(answer)
          .startsWith("HTTP/1.1 103 Early Hints\r\nlink: " + STYLE + "\r\n\r\nHTTP/1.1 200 OK\r\n");
      assertThat(answer.substring(answer.indexOf(" 200 "))).containsOnlyOnce("link: " + STYLE);
    }
  }

  @Test
  void whoIsRefusedIsToldNothing() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {

      var answer = RawHttp.get(server.port(0), "/closed", "sec-fetch-mode: navigate");

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.headers()).doesNotContainKey("link");
    }
  }

  @Test
  void clientsOfHttp2AreTold() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        RawHttp2 client = RawHttp2.open(server.port(0))) {
      int head = RawHttp2.END_HEADERS | RawHttp2.END_STREAM;
      client.send(RawHttp2.frame(RawHttp2.HEADERS, head, 1, RawHttp2.request("GET", "/")));

      assertThat(client.response(1)).startsWith("103 200 home ");
    }
  }

  @Test
  void clientsOfHttp3AreTold() throws Exception {
    assumeThat(QuicContexts.problem()).isEmpty();
    List<String> told = new ArrayList<>();
    try (TestServer server = TestServer.start(home, YAML);
        Http3Client client = new Http3Client(server.port(1), server.root())) {

      String body =
          Http3Client.await(
              client.opened(
                  HttpMethod.GET,
                  "/",
                  request -> {
                    request.earlyHintsHandler(hints -> told.addAll(hints.getAll("link")));
                    return request.send().compose(answer -> answer.body()).map(Object::toString);
                  }));

      assertThat(body).startsWith("home ");
      assertThat(told).containsExactly(STYLE);
    }
  }
}
