package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.deploy.AppJar;

/** Where nobody wrote which apps there are, those in {@code apps/} come and go with their files. */
class AppsFolderTest {
  private static final String NO_APPS = "listeners: [{ address: \"127.0.0.1:0\" }]\n";

  @TempDir Path home;

  @BeforeEach
  void writeTheSite() {
    TestServer.write(home.resolve("webroot/index.html"), "home");
  }

  private void drop(String name, String text) throws Exception {
    Path made =
        AppJar.answering("request.response().end(\"%s\");".formatted(text))
            .pack(home.resolve(name + ".made"));
    Files.createDirectories(home.resolve("apps"));
    Files.copy(made, home.resolve("apps").resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come true in 30 s").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private String status() throws Exception {
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("GET", "/status", "text/plain")
        .body();
  }

  private static void awaitBody(TestServer server, String path, String expected) throws Exception {
    await(() -> server.get(0, path).body().equals(expected));
  }

  @Test
  void aJarIsDeployedRedeployedAndUndeployedAsItsFileComesChangesAndGoes() throws Exception {
    try (TestServer server = TestServer.start(home, NO_APPS)) {
      assertThat(server.get(0, "/shop/").statusCode()).isEqualTo(404);

      drop("shop.jar", "one");
      awaitBody(server, "/shop/", "one");
      drop("shop.jar", "two");
      awaitBody(server, "/shop/", "two");
      Files.delete(home.resolve("apps/shop.jar"));

      await(() -> server.get(0, "/shop/").statusCode() == 404);
      assertThat(server.get(0, "/").body()).isEqualTo("home");
      await(() -> threads("shop#").isEmpty());
    }
  }

  private static String threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .findAny()
        .orElse("");
  }

  @Test
  void whatDoesNotStartHoldsUpNobodyAndServesWhenItIsReplaced() throws Exception {
    drop("good.jar", "good");
    try (TestServer server = TestServer.start(home, NO_APPS + "log: { access: { to: off } }\n")) {
      TestServer.write(home.resolve("apps/bad.jar"), "no jar at all");
      await(() -> status().contains("bad revision=0"));

      drop("late.jar", "late");

      awaitBody(server, "/late/", "late");
      assertThat(server.get(0, "/good/").body()).isEqualTo("good");
      drop("bad.jar", "cured");
      awaitBody(server, "/bad/", "cured");
    }
  }

  @Test
  void aJarThatGrowsIsTakenWhenItIsThere() throws Exception {
    Path made = AppJar.answering("request.response().end(\"whole\");").pack(home.resolve("made"));
    byte[] bytes = Files.readAllBytes(made);
    Files.createDirectories(home.resolve("apps"));
    Set<Integer> meanwhile = new TreeSet<>();
    try (TestServer server = TestServer.start(home, NO_APPS)) {
      CompletableFuture<Duration> written = CompletableFuture.supplyAsync(() -> trickle(bytes));
      int status = server.get(0, "/shop/").statusCode();
      while (!written.isDone()) {
        meanwhile.add(status);
        LockSupport.parkNanos(50_000_000);
        status = server.get(0, "/shop/").statusCode();
      }

      awaitBody(server, "/shop/", "whole");
      assumeThat(written.join()).as("the longest pause").isLessThan(Duration.ofMillis(300));
      assertThat(meanwhile).containsExactly(404);
    }
  }

  /** As over a slow line: three seconds for all of it. Returns the longest pause there was. */
  private Duration trickle(byte[] bytes) {
    Duration longest = Duration.ZERO;
    try (var out = Files.newOutputStream(home.resolve("apps/shop.jar"))) {
      long last = System.nanoTime();
      for (int i = 0; i < bytes.length; i++) {
        out.write(bytes[i]);
        if (i % (bytes.length / 30) == 0) {
          LockSupport.parkNanos(100_000_000);
          Duration pause = Duration.ofNanos(System.nanoTime() - last);
          longest = pause.compareTo(longest) > 0 ? pause : longest;
          last = System.nanoTime();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return longest;
  }

  @Test
  void sourcesMayBeDroppedToo() throws Exception {
    try (TestServer server = TestServer.start(home, NO_APPS)) {
      TestServer.write(
          home.resolve("apps/shop/java/Shop.java"),
          """
          import io.vertx.core.*;
          public class Shop extends VerticleBase {
            public Future<?> start() {
              return vertx.createHttpServer().requestHandler(r -> r.response().end("java")).listen(1);
            }
          }
          """);

      awaitBody(server, "/shop/", "java");
    }
  }

  @Test
  void whereTheAppsAreWrittenTheFolderIsNotLookedAt() throws Exception {
    drop("shop.jar", "one");
    String yaml =
        NO_APPS
            + "apps: { shop: { from: apps/shop.jar } }\n"
            + "sites: [{ hosts: ['*'], routes: [{ path: /shop/*, app: shop }] }]\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      drop("shop.jar", "two");
      drop("other.jar", "other");

      await(() -> threads("watch-").isEmpty()); // those of other tests may be about to end
      assertThat(server.get(0, "/shop/").body()).isEqualTo("one");
      assertThat(server.get(0, "/other/").statusCode()).isEqualTo(404);
    }
  }
}
