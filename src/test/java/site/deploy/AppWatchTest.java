package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.config.AppConfig;

/** With {@code watch: true} a change of the files is a redeployment. */
class AppWatchTest {
  @TempDir Path home;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Developer developer =
      new Developer() {
        @Override
        public void deployed(String app) {
          told.add("deployed");
        }

        @Override
        public void failed(String app, Throwable cause) {
          told.add(cause.getMessage());
        }

        @Override
        public Future<Void> neverStarted(String app, Throwable cause) {
          told.add(cause.getMessage());
          return Future.succeededFuture();
        }
      };
  private Host host;
  private Path sources;

  @BeforeEach
  void writeTheApp() throws IOException {
    host = new Host(home, developer);
    sources = home.resolve("shop/java/Main.java");
    Files.createDirectories(sources.getParent());
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private void answering(String statements) throws IOException {
    Path written = home.resolve("Main.written");
    Files.writeString(
        written,
        """
        import io.vertx.core.*;
        public class Main extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer().requestHandler(request -> { %s }).listen(8080);
          }
        }
        """
            .formatted(statements));
    // at once: the half of a file would be tried, and told of
    Files.move(written, sources, StandardCopyOption.REPLACE_EXISTING);
  }

  private AppConfig watched(Path from) {
    return Host.config(from).forDevelopment();
  }

  private String get() {
    try {
      return host.get("/").body();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anEditedSourceServesAtOnce() throws Exception {
    answering("request.response().end(\"1\");");
    Deployment deployment = host.deploy(watched(home.resolve("shop")));

    answering("request.response().end(\"2\");");

    Host.until(() -> get().equals("2"));
    assertThat(deployment.state().revision()).isEqualTo(2);
    Host.until(() -> told.equals(List.of("deployed", "deployed")));
  }

  @Test
  void aMistakeIsToldOnceAndTheOldRevisionServesUntilItIsRepaired() throws Exception {
    answering("request.response().end(\"1\");");
    Deployment deployment = host.deploy(watched(home.resolve("shop")));

    answering("request.response().end(2);");
    Host.until(() -> told.size() == 2);
    Files.writeString(home.resolve("shop/README"), "a change that is none");
    answering("request.response().end(2);");
    assertThat(get()).isEqualTo("1");
    answering("request.response().end(\"3\");");

    Host.until(() -> get().equals("3"));
    Host.until(() -> told.size() == 3);
    assertThat(told.get(1)).startsWith("apps.app: does not compile: 1 error\njava/Main.java:4:");
    assertThat(told.get(2)).isEqualTo("deployed");
    assertThat(deployment.state().revision()).isEqualTo(2);
  }

  @Test
  void aJarThatIsReplacedServes() throws Exception {
    Path jar = AppJar.answering("request.response().end(\"1\");").pack(home.resolve("a.jar"));
    host.deploy(watched(jar));
    Path next = AppJar.answering("request.response().end(\"2\");").pack(home.resolve("b.jar"));

    Files.move(next, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

    Host.until(() -> get().equals("2"));
  }

  @Test
  void anAppThatNeverStartedIsRepairedByAnEdit() throws Exception {
    answering("nonsense");
    host.deploy(watched(home.resolve("shop")));
    assertThat(host.get("/").statusCode()).isEqualTo(503);

    answering("request.response().end(\"2\");");

    Host.until(() -> get().equals("2"));
    Host.until(() -> told.size() == 2);
  }

  @Test
  void aRetiredAppIsWatchedNoMore() throws Exception {
    answering("request.response().end(\"1\");");
    Deployment deployment = host.deploy(watched(home.resolve("shop")));

    Host.await(deployment.retire());

    Host.until(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("watch-shop")));
  }
}
