package site;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files first, and what is none goes to another server. */
class FilesFirstTest {
  @TempDir Path home;
  private HttpServer other;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String text =
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + new String(body, StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    other.start();
    Files.createDirectories(home.resolve("public"));
    Files.writeString(home.resolve("public/a.txt"), "a file");
    server =
        TestServer.start(
            home,
            """
            listeners: [{ address: "127.0.0.1:0" }]
            sites:
              - hosts: ["*"]
                routes:
                  - path: /shop/*
                    files: { root: public, fallback: { proxy: "http://127.0.0.1:%d" } }
            """
                .formatted(other.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.close();
    other.stop(0);
  }

  @Test
  void aFileIsServedAndEverythingElseGoesOnWithItsWholePath() throws Exception {
    assertThat(server.get(0, "/shop/a.txt").body()).isEqualTo("a file");
    assertThat(server.get(0, "/shop/b%20c?q=1").body()).startsWith("GET /shop/b%20c?q=1");
    assertThat(server.get(0, "/shop/").body()).startsWith("GET /shop/");
  }

  @Test
  void whatIsNotJustReadGoesOnWithItsBody() throws Exception {
    String answer =
        server
            .send(
                HttpRequest.newBuilder(server.url("http", 0, "/shop/a.txt"))
                    .POST(BodyPublishers.ofString("order")))
            .body();

    assertThat(answer).isEqualTo("POST /shop/a.txt order");
  }
}
