package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.deploy.AppJar;

/** What an app that does not start does to the rest of the site. */
class FailingAppTest {
  private static final String WELL =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { well: { from: apps/well.jar } }
      sites: [{ hosts: ["*"], routes: [{ path: "/*", app: well }] }]
      """;

  private static final String BOTH =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps:
        well: { from: apps/well.jar }
        sick: { from: apps/sick.jar, restart: { backoff: [50ms], give-up-after: %d } }
      sites: [{ hosts: ["*"], routes: [{ path: "/sick/*", app: sick }, { path: "/*", app: well }] }]
      """;

  @TempDir Path home;
  private Path medicine;

  @BeforeEach
  void packTheApps() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    medicine = home.resolve("medicine");
    AppJar.answering("request.response().end(\"well\");").pack(home.resolve("apps/well.jar"));
    AppJar.of(
            "import io.vertx.core.*; import java.nio.file.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                if (!Files.exists(Path.of("%s"))) {
                  throw new IllegalStateException("no database");
                }
                return vertx.createHttpServer()
                    .requestHandler(request -> request.response().end("cured")).listen(80);
              }
            }
            """
                .formatted(medicine))
        .pack(home.resolve("apps/sick.jar"));
  }

  @Test
  void aServerComesUpWithoutAnAppThatDoesNotStartAndTriesItAgain() throws Exception {
    try (TestServer server = TestServer.start(home, BOTH.formatted(1000))) {
      String other = server.get(0, "/").body();
      String status = status("text/plain");
      JsonObject health = untilHealth(h -> h.getInteger("restarts") > 0);
      Files.createFile(medicine);

      assertThat(other).isEqualTo("well");
      assertThat(status).contains("sick revision=0").contains("failed: start() failed");
      assertThat(health.getString("condition")).isEqualTo("restarting");
      assertThat(health.getString("cause")).contains("no database");
      assertThat(server.get(0, "/sick/").body()).isEqualTo("cured");
    }
  }

  @Test
  void anAppThatWasGivenUpServesAfterAReload() throws Exception {
    try (TestServer server = TestServer.start(home, BOTH.formatted(1))) {
      untilHealth(h -> h.getString("condition").equals("given_up"));
      int without = server.get(0, "/sick/").statusCode();
      Files.createFile(medicine);

      server.reload();

      assertThat(without).isEqualTo(503);
      assertThat(server.get(0, "/sick/").body()).isEqualTo("cured");
    }
  }

  @Test
  void aReloadIsRefusedWhenAnAppDoesNotStart() throws Exception {
    try (TestServer server = TestServer.start(home, WELL)) {

      assertThatThrownBy(() -> server.reload(BOTH.formatted(1000)))
          .hasMessageContaining("apps.sick: start() failed")
          .hasMessageContaining("no database");

      assertThat(server.get(0, "/sick/").body()).isEqualTo("well");
    }
  }

  private JsonObject untilHealth(Predicate<JsonObject> wanted) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    JsonObject health = health();
    while (!wanted.test(health)) {
      assertThat(System.nanoTime())
          .as("30 s have passed, now it is " + health)
          .isLessThan(deadline);
      health = health();
    }
    return health;
  }

  private JsonObject health() throws Exception {
    return new JsonObject(status("application/json"))
        .getJsonArray("apps").stream()
            .map(JsonObject.class::cast)
            .filter(app -> app.getString("name").equals("sick"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("health");
  }

  private String status(String type) throws Exception {
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("GET", "/status", type)
        .body();
  }
}
