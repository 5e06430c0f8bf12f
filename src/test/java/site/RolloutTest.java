package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
import site.deploy.AppJar;

/** What a new revision has to pass before clients meet it. */
class RolloutTest {
  @TempDir Path home;

  @BeforeEach
  void makeFolder() throws Exception {
    Files.createDirectories(home.resolve("apps"));
  }

  private static String yaml(String keys) {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        apps: { shop: { from: apps/shop.jar, %s } }
        sites: [{ hosts: ["*"], routes: [{ path: "/shop/*", strip-prefix: /shop, app: shop }] }]
        """
        .formatted(keys);
  }

  private Path app(String file, String statements) throws Exception {
    return AppJar.answering(statements).pack(home.resolve(file));
  }

  private Answer deploy(Path file) throws Exception {
    String query = URLEncoder.encode(file.toString(), StandardCharsets.UTF_8);
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("POST", "/apps/shop/deploy?file=" + query, "text/plain");
  }

  @Test
  void aRevisionGetsRequestsOnlyWhenAllItsInstancesSayTheyAreReady() throws Exception {
    app("apps/shop.jar", "request.response().end(\"one\");");
    Path warmsUp =
        AppJar.of(
                "import io.vertx.core.*; import io.vertx.core.http.*;",
                """
                public class Main extends VerticleBase {
                  int asked;
                  public Future<?> start() {
                    return vertx.createHttpServer().requestHandler(this::handle).listen(80);
                  }
                  void handle(HttpServerRequest r) {
                    if (r.path().equals("/up")) {
                      r.response().setStatusCode(++asked < 3 ? 503 : 204).end();
                    } else {
                      r.response().end(asked < 3 ? "cold" : "two");
                    }
                  }
                }
                """)
            .pack(home.resolve("two.jar"));
    String yaml = yaml("ready: /up, instances: 2");
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(deploy(warmsUp).status()).isEqualTo(200);

      for (int i = 0; i < 4; i++) {
        assertThat(server.get(0, "/shop/").body()).isEqualTo("two");
      }
    }
  }

  @Test
  void aRevisionThatIsNeverReadyIsRefusedWithWhatItSaid() throws Exception {
    app("apps/shop.jar", "request.response().end(\"one\");");
    try (TestServer server = TestServer.start(home, yaml("ready: /up, start-timeout: 2s"))) {
      Path refuses =
          app("two.jar", "request.response().setStatusCode(503).end(\"no database\\nat all\");");

      Answer refused = deploy(refuses);

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body())
          .isEqualTo("apps.shop: not ready within 2000 ms: GET /up gave 503, no database\n");
      Answer silent = deploy(app("three.jar", "if (false) request.response();"));
      assertThat(silent.body()).contains("GET /up gave no answer, nothing came in time");
      assertThat(server.get(0, "/shop/").body()).isEqualTo("one");
      assertThat(home.resolve("data/apps/shop/2")).doesNotExist();
    }
  }

  @Test
  void anAppThatIsNotReadyAtTheStartDoesNotServeAndIsTriedAgain() throws Exception {
    app("apps/shop.jar", "request.response().setStatusCode(500).end();");
    String notReady = "ready: /up, start-timeout: 2s, limits: { queue: 0 }";

    try (TestServer server = TestServer.start(home, yaml(notReady))) {
      Answer status =
          new AdminClient(home.resolve("run/admin.sock"))
              .blockingAsk("GET", "/status", "text/plain");

      assertThat(server.get(0, "/shop/").statusCode()).isEqualTo(503);
      assertThat(status.body()).contains("shop revision=0").contains("GET /up gave 500");
    }
  }

  @Test
  void aRevisionThatFailsWhereTheOldOneDoesNotIsRefusedWithTheDifference() throws Exception {
    app("apps/shop.jar", "request.response().end(request.path());");
    try (TestServer server = TestServer.start(home, yaml("rehearse: 20"))) {
      server.get(0, "/shop/a");
      server.get(0, "/shop/b?token=secret");
      Path broken =
          app(
              "two.jar",
              """
              if ("token=secret".equals(request.query())) throw new IllegalStateException("no b");
              request.response().end("two");
              """);

      Answer refused = deploy(broken);

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body())
          .startsWith("apps.shop: the rehearsal of revision 2 failed\n")
          .contains("  GET /shop/b: 200 -> 500, app shop: java.lang.IllegalStateException: no b\n")
          .contains("  2 requests, answered in ")
          .doesNotContain("secret");
      assertThat(server.get(0, "/shop/a").body()).isEqualTo("/a");
    }
  }

  @Test
  void aRehearsalThatGoesWellShowsTheTimes() throws Exception {
    app("apps/shop.jar", "request.response().end(\"one\");");
    try (TestServer server = TestServer.start(home, yaml("rehearse: 3"))) {
      for (int i = 0; i < 5; i++) {
        server.get(0, "/shop/" + i);
      }

      Answer deployed = deploy(app("two.jar", "request.response().end(\"two\");"));

      assertThat(deployed.body())
          .matches(
              "shop: revision 2 serves, replacing 1; rehearsed 3 requests, answered in [0-9.]+ ms"
                  + " -> [0-9.]+ ms \\(median\\), [0-9.]+ ms -> [0-9.]+ ms \\(slowest\\)\n");
    }
  }

  @Test
  void aRehearsalTellsNobodysCredentialsAndTakesWhatFailsWithoutThemForNoDifference()
      throws Exception {
    String likesNobody =
        """
        if (request.getHeader("cookie") == null && request.getHeader("x-api-key") == null
            && request.getHeader("authorization") == null) throw new IllegalStateException();
        request.response().end("%s");
        """;
    app("apps/shop.jar", likesNobody.formatted("one"));
    try (TestServer server = TestServer.start(home, yaml("rehearse: 20"))) {
      for (String credential : new String[] {"cookie", "authorization", "x-api-key"}) {
        HttpRequest.Builder request =
            HttpRequest.newBuilder(server.url("http", 0, "/shop/")).header(credential, "secret");
        assertThat(server.send(request).statusCode()).isEqualTo(200);
      }

      Answer deployed = deploy(app("two.jar", likesNobody.formatted("two")));

      assertThat(deployed.body()).contains("revision 2 serves").contains("rehearsed 3 requests");
    }
  }

  @Test
  void whatChangesSomethingIsNotRehearsed() throws Exception {
    app("apps/shop.jar", "request.response().end(\"one\");");
    try (TestServer server = TestServer.start(home, yaml("rehearse: 20"))) {
      server.send(
          HttpRequest.newBuilder(server.url("http", 0, "/shop/"))
              .POST(HttpRequest.BodyPublishers.ofString("x")));

      Answer deployed = deploy(app("two.jar", "request.response().end(\"two\");"));

      assertThat(deployed.body()).isEqualTo("shop: revision 2 serves, replacing 1\n");
    }
  }

  @Test
  void aReloadPassesTheSameGates() throws Exception {
    app("apps/shop.jar", "request.response().end(\"one\");");
    try (TestServer server = TestServer.start(home, yaml("rehearse: 20"))) {
      server.get(0, "/shop/");
      app("apps/shop.jar", "throw new IllegalStateException(\"broken\");");

      assertThatThrownBy(server::reload).hasMessageContaining("GET /shop/: 200 -> 500");

      assertThat(server.get(0, "/shop/").body()).isEqualTo("one");
    }
  }
}
