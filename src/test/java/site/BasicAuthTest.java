package site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** Names and passwords, in a whole server with an app that tells who it believes to see. */
class BasicAuthTest {
  @TempDir Path home;

  private TestServer start() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx
                    .createHttpServer()
                    .requestHandler(r -> r.response().end("user=" + r.getHeader("x-user")))
                    .listen(8080);
              }
            }
            """)
        .pack(home.resolve("apps/who.jar"));
    TestServer.write(
        home.resolve("config/users"),
        """
        # ada: secret, bob: secret
        ada:$2y$05$iz7xz7X6n.DBodxPhQZGOO0EqOQUr9VlljkOIKZEkveWr1/.FO7Y.

        bob:$6$rounds=2000$abc$mnYT50Lp6gNkWZnon5fyczjTbICwe5fNDo5ZHZuQU7ry0kTJLx6vNZ9VASp5yU7w3VT4aR4og23CDUUvjI5CE.
        """);
    return TestServer.start(
        home,
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { access: { to: logs/access.log } }
        apps: { who: { from: apps/who.jar } }
        sites:
          - hosts: ["*"]
            auth: { basic: { realm: "The \\"Office\\"", users: "${file:config/users}" }, user-header: X-User }
            routes:
              - { path: "/open/*", auth: false, app: who }
              - { app: who }
        """);
  }

  private static HttpResponse<String> ask(TestServer server, String path, String user)
      throws Exception {
    var request = HttpRequest.newBuilder(server.url("http", 0, path)).header("x-user", "root");
    String credentials = Base64.getEncoder().encodeToString(user.getBytes(UTF_8));
    return server.send(
        user.isEmpty() ? request : request.header("authorization", "Basic " + credentials));
  }

  @Test
  void whoKnowsAPasswordEntersUnderThatNameOnly() throws Exception {
    try (TestServer server = start()) {
      var none = ask(server, "/", "");
      assertThat(none.statusCode()).isEqualTo(401);
      assertThat(none.headers().firstValue("www-authenticate"))
          .hasValue("Basic realm=\"The \\\"Office\\\"\", charset=\"UTF-8\"");
      assertThat(ask(server, "/", "ada:wrong").statusCode()).isEqualTo(401);
      assertThat(ask(server, "/", "eve:secret").statusCode()).isEqualTo(401);
      assertThat(ask(server, "/", "ada:secret").body()).isEqualTo("user=ada");
      assertThat(ask(server, "/", "bob:secret").body()).isEqualTo("user=bob");
      assertThat(ask(server, "/open/", "").body()).isEqualTo("user=root");

      Await.until(() -> log().lines().count() == 6, this::log);
      assertThat(log()).contains(" - ada [", " - bob [", " - - [").doesNotContain(" - eve [");
    }
  }

  @Test
  void whoGuessesIsSlowedDown() throws Exception {
    try (TestServer server = start()) {
      ask(server, "/", "ada:secret");
      long refused =
          IntStream.range(0, 15).filter(i -> status(server, "ada:guess" + i) == 429).count();

      assertThat(refused).isBetween(1L, 5L);
      // one guess more every six seconds is let through
      Await.until(() -> status(server, "ada:guess") == 429);
      assertThat(status(server, "ada:secret")).isEqualTo(200);
    }
  }

  private static int status(TestServer server, String user) {
    try {
      return ask(server, "/", user).statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private String log() {
    try {
      return Files.readString(home.resolve("logs/access.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
