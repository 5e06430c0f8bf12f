package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** Apps in the built jar that break, block, reach for what is not theirs, or find no room. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailingAppIT {
  private static final String FRAGILE =
      """
      public class Main extends VerticleBase {
        static final long STARTED = System.nanoTime();
        public Future<?> start() {
          return vertx.createHttpServer().requestHandler(this::handle).listen(8080);
        }
        void handle(HttpServerRequest request) {
          switch (request.path()) {
            case "/break" -> throw new NoClassDefFoundError("no such class");
            case "/block" -> block();
            case "/close" -> request.response().end("closing").onComplete(v -> vertx.close());
            default -> request.response().end("" + STARTED);
          }
        }
        static void block() {
          while (true) { if (Thread.interrupted()) return; }
        }
      }
      """;

  private Path home;
  private JarSite site;

  @BeforeAll
  void serve(@TempDir Path folder) throws Exception {
    home = folder;
    site = new JarSite(home);
    site.verticle("fragile.jar", FRAGILE);
    site.answering("well.jar", "request.response().end(\"well\");");
    library("left", "1.0");
    library("right", "2.0");
    site.serve(
        "fragile: { from: apps/fragile.jar, stall: 1s, limits: { queue-time: 30s } }",
        "well: { from: apps/well.jar }",
        "left: { from: apps/left }",
        "right: { from: apps/right }");
  }

  @AfterAll
  void stop() {
    site.close();
  }

  /** A folder with an app and, in {@code lib/}, its own version of a library. */
  private void library(String name, String version) throws Exception {
    Path folder = Files.createDirectories(home.resolve("apps").resolve(name).resolve("lib"));
    Path library =
        AppJar.of(
                "",
                "public class Main { public static String version() { return \"%s\"; } }"
                    .formatted(version))
            .pack(folder.resolve("library.jar"));
    AppJar.of("", "class Unused {}")
        .and(
            "Start.java",
            """
            package app;
            import io.vertx.core.*;
            public class Start extends VerticleBase {
              public Future<?> start() {
                return vertx.createHttpServer()
                    .requestHandler(r -> r.response().end(Main.version())).listen(1);
              }
            }
            """)
        .with(library)
        .compile(folder.resolveSibling("classes"));
  }

  @Test
  void anAppThatBreaksIsStartedAgainWhileItsOldSelfAnswers() throws Exception {
    String before = site.get("/fragile/").body();

    assertThat(site.get("/fragile/break").statusCode()).isEqualTo(500);

    JarSite.await(() -> !site.get("/fragile/").body().equals(before));
    assertThat(site.get("/well/").body()).isEqualTo("well");
  }

  @Test
  void anAppThatBlocksIsNamedAnsweredForAndReplacedAndOthersDoNotNotice() throws Exception {
    String before = site.get("/fragile/").body();

    CompletableFuture<HttpResponse<String>> blocked =
        site.client()
            .sendAsync(
                HttpRequest.newBuilder(site.uri("/fragile/block")).build(),
                BodyHandlers.ofString());

    while (!blocked.isDone()) {
      assertThat(site.get("/well/").body()).isEqualTo("well");
    }
    assertThat(blocked.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(504);
    site.server()
        .blockingAwait(
            line ->
                line.contains("apps.fragile: an instance blocked its thread")
                    && line.contains("at app.Main.block(Main.java:"));
    site.server().blockingAwait(line -> line.contains("app.Main.handle(Main.java:"));
    JarSite.await(() -> !site.get("/fragile/").body().equals(before));
  }

  @Test
  void requestsWaitWhileNobodyServes() throws Exception {
    String before = site.get("/fragile/").body();
    site.get("/fragile/close");

    JarSite.await(
        () -> {
          HttpResponse<String> waited = site.get("/fragile/");
          assertThat(waited.statusCode()).isEqualTo(200);
          return !waited.body().equals(before);
        });

    assertThat(site.admin("GET", "/status")).contains("fragile revision=1");
  }

  @Test
  void twoVersionsOfALibraryServeSideBySide() throws Exception {
    assertThat(site.get("/left/").body()).isEqualTo("1.0");
    assertThat(site.get("/right/").body()).isEqualTo("2.0");
  }

  @Test
  void anAppSeesNothingOfTheServerAndTakesNoPortOfIt() throws Exception {
    Path curious =
        site.answering(
            "curious.jar",
            """
            for (String name : new String[] {"site.Main", "site.config.Config", "picocli.CommandLine"}) {
              try { Class.forName(name); request.response().end("sees " + name); return; }
              catch (ClassNotFoundException e) { continue; }
            }
            request.response().end("blind");
            """);
    Path greedy =
        site.verticle(
            "greedy.jar",
            """
            public class Main extends VerticleBase {
              public Future<?> start() {
                return vertx.createNetServer().connectHandler(s -> s.close()).listen(%d, "127.0.0.1");
              }
            }
            """
                .formatted(site.port()));

    assertThat(site.deploy("well", greedy))
        .contains("apps.well: start() failed")
        .contains("in use");
    assertThat(site.get("/well/").body()).isEqualTo("well");
    site.deploy("well", curious);
    assertThat(site.get("/well/").body()).isEqualTo("blind");
    assertThat(site.admin("POST", "/apps/well/rollback")).contains("revision 1 serves");
    assertThat(site.get("/well/").body()).isEqualTo("well");
  }

  @Test
  void aFullDiskRefusesTheDeploymentAndNothingElse(@TempDir Path small) throws Exception {
    Path data = Files.createDirectories(small.resolve("data"));
    assumeThat(mount(data)).as("only root may mount a small disk").isTrue();
    try (JarSite full = new JarSite(small)) {
      full.answering("app.jar", "request.response().end(\"one\");");
      Path two = full.answering("two.jar", "request.response().end(\"two\");");
      Path large = padded(small.resolve("large.jar"), two);
      full.serve("app: { from: apps/app.jar }");

      JarProcess.Result refused = full.app("deploy", "app", large.toString());

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.text())
          .contains("apps.app: cannot use")
          .contains("No space left on device");
      assertThat(full.get("/app/").body()).isEqualTo("one");
      assertThat(full.deploy("app", two)).contains("serves, replacing 1");
      assertThat(full.get("/app/").body()).isEqualTo("two");
      full.server().signal("TERM");
      full.server().blockingEnd();
    } finally {
      new ProcessBuilder("umount", "-l", data.toString()).start().waitFor();
    }
  }

  private static boolean mount(Path folder) throws Exception {
    return new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder.toString())
            .start()
            .waitFor()
        == 0;
  }

  /** The same app, with eight megabytes in front that a zip does not mind. */
  private static Path padded(Path to, Path jar) throws Exception {
    byte[] noise = new byte[8 << 20];
    ThreadLocalRandom.current().nextBytes(noise);
    Files.write(to, noise);
    Files.write(to, Files.readAllBytes(jar), java.nio.file.StandardOpenOption.APPEND);
    return to;
  }
}
