package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.compile.CompileFailure;

/** An app is a folder of plain Java. */
class SourceAppTest {
  private static final String MAIN =
      """
      package shop;
      import io.vertx.core.*;
      import io.vertx.ext.web.Router;
      import site.app.AppContext;
      public class Main extends VerticleBase {
        public Main(AppContext context) {}
        public Future<?> start() {
          Router router = Router.router(vertx);
          router.get("/").handler(context -> context.end(new Greeting().text() + read()));
          return vertx.createHttpServer().requestHandler(router).listen(8080);
        }
        private static String read() {
          try (var in = Main.class.getResourceAsStream("name.txt")) {
            return new String(in.readAllBytes());
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """;

  @TempDir Path home;
  private Path app;
  private Host host;

  @BeforeEach
  void writeTheApp() throws IOException {
    host = new Host(home);
    app = home.resolve("shop");
    write("java/shop/Main.java", MAIN);
    greeting("return \"Hello \";");
    write("resources/shop/name.txt", "World");
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void write(String file, String text) throws IOException {
    Files.createDirectories(app.resolve(file).getParent());
    Files.writeString(app.resolve(file), text);
  }

  private void greeting(String statement) throws IOException {
    write(
        "java/shop/Greeting.java",
        "package shop;\nclass Greeting {\n  String text() { " + statement + " }\n}\n");
  }

  @Test
  void runsAndLiesWithOtherRevisionsAsABuiltApp() throws Exception {
    Deployment deployment = host.deploy(Host.config(app));
    assertThat(host.get("/").body()).isEqualTo("Hello World");

    greeting("return \"Bye \";");
    Host.await(deployment.redeploy(Host.config(app)));

    assertThat(host.get("/").body()).isEqualTo("Bye World");
    Path revisions = home.resolve("data/apps/app");
    assertThat(revisions.resolve("1/classes/shop/Greeting.class")).exists();
    assertThat(revisions.resolve("2/classes/shop/name.txt")).hasContent("World");
    Path first = Files.move(revisions.resolve("1"), home.resolve("first"));
    Host.await(deployment.redeploy(Host.config(first)));
    assertThat(host.get("/").body()).isEqualTo("Hello World");
  }

  @Test
  void anErrorIsShownWithItsLineAndTheOldRevisionServes() throws Exception {
    Deployment deployment = host.deploy(Host.config(app));
    greeting("return 1;");

    assertThatThrownBy(() -> Host.await(deployment.redeploy(Host.config(app))))
        .isInstanceOf(DeploymentFailure.class)
        .hasCauseInstanceOf(CompileFailure.class)
        .hasMessageStartingWith(
            "apps.app: does not compile: 1 error\njava/shop/Greeting.java:3:26: ")
        .hasMessageContaining("  String text() { return 1; }\n");

    assertThat(host.get("/").body()).isEqualTo("Hello World");
    assertThat(home.resolve("data/apps/app/2")).doesNotExist();
  }

  @Test
  void theServersOwnClassesCannotBeCompiledAgainst() throws Exception {
    greeting("return site.config.Config.class.getName();");

    assertThatThrownBy(() -> host.deploy(Host.config(app)))
        .hasMessageContaining("package site.config does not exist");
  }

  @Test
  void librariesOfTheAppAreSeenByCompilerAndApp() throws Exception {
    Files.createDirectories(app.resolve("lib"));
    AppJar.of("", "class Main {}")
        .and("Words.java", "package words; public class Words { public static int x = 7; }")
        .pack(app.resolve("lib/words.jar"));
    greeting("return \"\" + words.Words.x;");

    Deployment deployment = host.deploy(Host.config(app));
    assertThat(host.get("/").body()).isEqualTo("7World");

    AppJar.of("", "class Main {}")
        .and("Words.java", "package words; public class Words { public static long y = 8; }")
        .pack(app.resolve("lib/words.jar"));
    assertThatThrownBy(() -> Host.await(deployment.redeploy(Host.config(app))))
        .hasMessageContaining("cannot find symbol");
    greeting("return \"\" + words.Words.y;");
    Host.await(deployment.redeploy(Host.config(app)));
    assertThat(host.get("/").body()).isEqualTo("8World");
  }

  @Test
  void whatIsNotOfTheAppChangesNoDigest() throws Exception {
    String before = new FileSet(app).blockingDigest();

    write("README.md", "read me");
    write("test/MainTest.java", "no Java");
    write("java/shop/.Main.java.swp", "x");
    write("java/shop/Main.java~", "x");
    assertThat(new FileSet(app).blockingDigest()).isEqualTo(before);

    write("resources/shop/name.txt", "Moon");
    assertThat(new FileSet(app).blockingDigest()).isNotEqualTo(before);
  }
}
