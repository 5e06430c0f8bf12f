package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
import site.deploy.AppJar;

/** A cache in front of an app: it saves the app work, and stands in for one that fails. */
class CachedAppTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { shop: { from: apps/shop.jar, restart: { backoff: [1d] } } }
      sites: [{ hosts: ["*"], cache: true, routes: [{ path: "/*", app: shop }] }]
      """;

  @TempDir Path home;

  @BeforeEach
  void makeFolder() throws Exception {
    Files.createDirectories(home.resolve("apps"));
  }

  /** Says which revision it is and how often it was asked; what is old is stale at once. */
  private AppJar app(String revision) {
    return AppJar.of(
        "import io.vertx.core.*; import io.vertx.core.http.*;",
        """
        public class Main extends VerticleBase {
          int asked;
          public Future<?> start() {
            if (java.nio.file.Files.exists(java.nio.file.Path.of("%s"))) {
              throw new IllegalStateException("no database");
            }
            return vertx.createHttpServer().requestHandler(this::handle).listen(80);
          }
          void handle(HttpServerRequest request) {
            HttpServerResponse response = request.response();
            asked++;
            if ("\\"a\\"".equals(request.getHeader("if-none-match"))) {
              response.putHeader("etag", "\\"a\\"").putHeader("cache-control", "max-age=600");
              response.setStatusCode(304).end();
              return;
            }
            if (asked > 1 && request.path().equals("/fails")) {
              throw new IllegalStateException("no database");
            }
            if (request.path().equals("/fresh")) {
              response.putHeader("cache-control", "max-age=600").putHeader("cache-tag", "news");
            } else {
              response.putHeader("cache-control", "max-age=10, stale-if-error=3600");
              response.putHeader("age", "10");
            }
            if (request.path().equals("/tagged")) {
              response.putHeader("etag", "\\"a\\"");
            }
            response.end("%s " + asked);
          }
        }
        """
            .formatted(home.resolve("sick"), revision));
  }

  private TestServer start() throws Exception {
    app("one").pack(home.resolve("apps/shop.jar"));
    return TestServer.start(home, YAML);
  }

  private Answer ask(String uri) throws Exception {
    return new AdminClient(home.resolve("run/admin.sock")).blockingAsk("POST", uri, "text/plain");
  }

  private static String status(HttpResponse<?> response) {
    return response.headers().firstValue("cache-status").orElse("none");
  }

  @Test
  void anAppIsAskedOnceAndAgainWhenItsTagWasPurged() throws Exception {
    try (TestServer server = start()) {
      HttpResponse<String> first = server.get(0, "/fresh");
      HttpResponse<String> second = server.get(0, "/fresh");
      String purged = ask("/cache/purge?tag=news").body();
      HttpResponse<String> third = server.get(0, "/fresh");

      assertThat(first.body()).isEqualTo("one 1");
      assertThat(status(first)).isEqualTo("site.jar; fwd=uri-miss; stored");
      assertThat(second.body()).isEqualTo("one 1");
      assertThat(status(second)).startsWith("site.jar; hit");
      assertThat(purged).isEqualTo("1 response purged\n");
      assertThat(third.body()).isEqualTo("one 2");
    }
  }

  @Test
  void anAppThatSaysNothingChangedMakesItFreshAgain() throws Exception {
    try (TestServer server = start()) {
      server.get(0, "/tagged");

      HttpResponse<String> validated = server.get(0, "/tagged");
      HttpResponse<String> hit = server.get(0, "/tagged");

      assertThat(validated.statusCode()).isEqualTo(200);
      assertThat(validated.body()).isEqualTo("one 1");
      assertThat(status(validated)).startsWith("site.jar; fwd=stale; fwd-status=304; stored");
      assertThat(status(hit)).startsWith("site.jar; hit");
    }
  }

  @Test
  void whatIsStoredStandsInForAnAppThatThrows() throws Exception {
    try (TestServer server = start()) {
      server.get(0, "/fails");

      HttpResponse<String> again = server.get(0, "/fails");

      assertThat(again.statusCode()).isEqualTo(200);
      assertThat(again.body()).isEqualTo("one 1");
      assertThat(status(again)).contains("fwd=stale; fwd-status=500");
    }
  }

  @Test
  void whatIsStoredStandsInForAnAppThatDoesNotStart() throws Exception {
    try (TestServer server = start()) {
      CacheTest.raw(server.port(0), "/old");
    }
    Files.createFile(home.resolve("sick"));
    try (TestServer server = TestServer.start(home, YAML)) {
      String old = CacheTest.raw(server.port(0), "/old");

      assertThat(old).contains("fwd=stale; fwd-status=503").endsWith("one 1");
      assertThat(CacheTest.raw(server.port(0), "/never")).startsWith("HTTP/1.1 503 ");
    }
  }

  @Test
  void whatIsFreshOutlivesTheRevisionThatSaidIt() throws Exception {
    try (TestServer server = start()) {
      server.get(0, "/fresh");
      Path two = app("two").pack(home.resolve("two.jar"));
      Answer deployed =
          ask("/apps/shop/deploy?file=" + URLEncoder.encode(two + "", StandardCharsets.UTF_8));

      HttpResponse<String> hit = server.get(0, "/fresh");
      ask("/cache/purge?tag=news");

      assertThat(deployed.status()).isEqualTo(200);
      assertThat(hit.body()).isEqualTo("one 1");
      assertThat(server.get(0, "/fresh").body()).isEqualTo("two 1");
    }
  }
}
