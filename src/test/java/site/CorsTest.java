package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What browsers are told about pages of other origins, in a whole server. */
class CorsTest {
  private static final String USER =
      "ada:$2y$05$iz7xz7X6n.DBodxPhQZGOO0EqOQUr9VlljkOIKZEkveWr1/.FO7Y.";

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() {
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: "127.0.0.1:0" }]
            sites:
              - hosts: ["*"]
                cors: { origins: ["https://app.example"], credentials: true, expose: [X-Total] }
                csrf: true
                routes:
                  - path: /locked
                    methods: [GET, POST]
                    auth: { basic: { users: "%s" } }
                    respond: { body: locked }
                  - { path: /public, methods: [GET], cors: { origins: ["*"], headers: [X-A] }, respond: { body: public } }
                  - { path: /off, methods: [GET], cors: false, respond: { body: off } }
                  - path: /own
                    respond: { body: own, headers: { access-control-allow-origin: "*" } }
            """
                .formatted(USER));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String send(String method, String path, String headers) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
      socket.setSoTimeout(20_000);
      String request =
          method + " " + path + " HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n";
      socket
          .getOutputStream()
          .write((request + headers + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aPreflightIsAnsweredBeforeAnybodyAsksForAPassword() throws Exception {
    String answer =
        send(
            "OPTIONS",
            "/locked",
            "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: x-a, x-b\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("access-control-allow-origin: https://app.example\r\n")
        .contains("access-control-allow-credentials: true\r\n")
        .contains("access-control-allow-methods: GET, POST\r\n")
        .contains("access-control-allow-headers: x-a, x-b\r\n")
        .contains("access-control-max-age: 600\r\n")
        .containsIgnoringCase("vary: Origin\r\n");
  }

  @Test
  void pagesOfAnOriginThatMayCanReadARefusalToo() throws Exception {
    String answer = send("GET", "/locked", "Origin: https://app.example\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains("access-control-allow-origin: https://app.example\r\n")
        .contains("access-control-expose-headers: x-total\r\n");
  }

  @Test
  void othersMayNot() throws Exception {
    String evil = "Origin: https://evil.example\r\n";

    assertThat(send("OPTIONS", "/locked", evil + "Access-Control-Request-Method: GET\r\n"))
        .startsWith("HTTP/1.1 403 ");
    assertThat(send("GET", "/own", evil))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("access-control")
        .containsIgnoringCase("vary: Origin\r\n");
    assertThat(send("OPTIONS", "/off", evil + "Access-Control-Request-Method: GET\r\n"))
        .startsWith("HTTP/1.1 405 ");
    assertThat(send("POST", "/own", evil + "Content-Length: 0\r\n")).startsWith("HTTP/1.1 403 ");
  }

  @Test
  void everyOriginIsNotNamedAndDoesNotMatterToCaches() throws Exception {
    String answer =
        send(
            "OPTIONS",
            "/public",
            "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n");

    assertThat(answer)
        .startsWith("HTTP/1.1 204 ")
        .contains("access-control-allow-origin: *\r\n")
        .contains("access-control-allow-headers: x-a\r\n")
        .doesNotContainIgnoringCase("vary: Origin\r\n");
  }
}
