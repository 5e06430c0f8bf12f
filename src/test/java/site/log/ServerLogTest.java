package site.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ServerLogTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final Logger root = Logger.getLogger("");
  private final Handler[] handlersBefore = root.getHandlers();
  private final Level levelBefore = root.getLevel();
  private final LineWriters writers = new LineWriters(System.err);

  @TempDir private Path folder;
  private Path file;
  private ServerLog log;

  @BeforeEach
  void install() throws IOException {
    file = folder.resolve("server.log");
    log = ServerLog.install(writers.fileBlocking(file), "info", ZoneId.systemDefault());
  }

  @AfterEach
  void restore() {
    writers.closeBlocking(LONG);
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    for (Handler handler : handlersBefore) {
      root.addHandler(handler);
    }
    root.setLevel(levelBefore);
    Logger.getLogger("io.vertx").setLevel(null);
    Logger.getLogger("io.netty").setLevel(null);
    Thread.setDefaultUncaughtExceptionHandler(null);
  }

  @Test
  void whatOurCodeLogsIsALineOfTheFile() throws Exception {
    LoggerFactory.getLogger("site.deploy.Deployments").info("deployed app={} revision={}", "a", 7);

    assertThat(lines())
        .matches(
            "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d{3} INFO  \\[deploy] deployed app=a revision=7\n");
  }

  @Test
  void theLevelChangesAtRunTime() throws Exception {
    org.slf4j.Logger logger = LoggerFactory.getLogger("site.files.FilesAction");

    logger.debug("one");
    log.level("debug");
    logger.debug("two");
    logger.trace("three");
    log.level("error");
    logger.warn("four");
    logger.error("five");

    assertThat(lines().lines().map(line -> line.substring(line.indexOf('[')).strip()))
        .containsExactly("[files] two", "[files] five");
  }

  @Test
  void anUnknownLevelIsRefused() {
    assertThatThrownBy(() -> log.level("loud"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loud");
  }

  @Test
  void frameworksOnlyWarnExceptAtTrace() throws Exception {
    var netty = InternalLoggerFactory.getInstance("io.netty.Thing");
    org.slf4j.Logger vertx = LoggerFactory.getLogger("io.vertx.Thing");

    log.level("debug");
    netty.info("quiet");
    vertx.info("quiet");
    netty.warn("loud");
    vertx.warn("loud");
    log.level("error");
    vertx.warn("quiet");
    log.level("trace");
    netty.debug("all");

    assertThat(lines()).doesNotContain("quiet").containsPattern("(?s)loud.*loud.*all");
  }

  @Test
  void whatVertxCatchesIsLoggedAndAClientThatWentAwayIsNot() throws Exception {
    Vertx vertx = Vertx.vertx();
    vertx.runOnContext(go -> throwing(new HttpClosedException("Connection was closed")));
    vertx.runOnContext(go -> throwing(new IllegalStateException("a bug")));
    vertx.close().toCompletionStage().toCompletableFuture().get();

    assertThat(lines())
        .contains("ERROR [ContextImpl] ")
        .contains("  java.lang.IllegalStateException: a bug\n    at ")
        .doesNotContain("Connection was closed");
  }

  @Test
  void aClientThatWentAwayIsADebugLine() throws Exception {
    log.level("debug");

    LoggerFactory.getLogger("io.vertx.x")
        .error("Unhandled exception", new HttpClosedException("Connection was closed"));

    assertThat(lines()).contains("DEBUG [x] Unhandled exception").doesNotContain("ERROR");
  }

  @Test
  void whatNoThreadCatchesIsLogged() throws Exception {
    Thread thread = new Thread(() -> throwing(new IllegalStateException("nobody")), "worker-1");
    thread.start();
    thread.join();

    assertThat(lines())
        .contains("ERROR [log] thread worker-1 died\n  java.lang.IllegalStateException: nobody");
  }

  private static void throwing(RuntimeException failure) {
    throw failure;
  }

  private String lines() throws IOException {
    writers.closeBlocking(LONG);
    return Files.readString(file);
  }
}
