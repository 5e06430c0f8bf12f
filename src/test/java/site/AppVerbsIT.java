package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.deploy.AppJar;

/** Deployments by the built jar as a user makes them, and a server that is killed meanwhile. */
class AppVerbsIT {
  private static final String HANGS =
      """
      public class Main extends VerticleBase {
        public Future<?> start() { return Promise.promise().future(); }
      }
      """;

  @TempDir Path home;
  private int port;

  @BeforeEach
  void writeSite() throws Exception {
    port = Ports.free();
    Files.createDirectories(home.resolve("apps"));
    answering("one", "apps/shop.jar");
    configure("start-timeout: 30s");
  }

  private void configure(String keys) {
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:%d" }]
        apps: { shop: { from: apps/shop.jar, %s } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", app: shop }] }]
        """
            .formatted(port, keys));
  }

  private void answering(String text, String file) throws Exception {
    AppJar.answering("request.response().end(\"%s\");".formatted(text)).pack(home.resolve(file));
  }

  @Test
  void theVerbsSayWhatTheyDidAndExitAccordingly() throws Exception {
    answering("two", "two.jar");
    TestServer.write(home.resolve("bad.jar"), "no jar at all");
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(JarProcess.run(home, "app", "deploy", "shop", "two.jar"))
          .isEqualTo(new JarProcess.Result(0, "shop: revision 2 serves, replacing 1"));
      assertThat(get()).isEqualTo("two");
      JarProcess.Result same = JarProcess.run(home, "app", "deploy", "shop", "two.jar");
      assertThat(same.exit()).isZero();
      assertThat(same.text()).contains("nothing to do");

      JarProcess.Result bad = JarProcess.run(home, "app", "deploy", "shop", "bad.jar");
      assertThat(bad.exit()).isEqualTo(1);
      assertThat(bad.text()).startsWith("site.jar: apps.shop: cannot use ").contains("bad.jar");
      assertThat(JarProcess.run(home, "app", "restart", "nobody").exit()).isEqualTo(1);
      assertThat(JarProcess.run(home, "app", "deploy", "shop").exit()).isEqualTo(2);

      assertThat(JarProcess.run(home, "app", "list").text()).containsPattern("shop +2 ");
      assertThat(JarProcess.run(home, "app", "list", "--json").text()).contains("\"revision\":2");
      assertThat(JarProcess.run(home, "app", "rollback", "shop").exit()).isZero();
      assertThat(get()).isEqualTo("one");
      assertThat(server.pid()).isPositive();
    }
  }

  @Test
  void killedWhileARevisionStartsTheLastGoodOneServesAtTheNextStart() throws Exception {
    AppJar.of("import io.vertx.core.*;", HANGS).pack(home.resolve("hangs.jar"));
    try (JarProcess server = JarProcess.serve(home);
        JarProcess deploy = JarProcess.start(home, "app", "deploy", "shop", "hangs.jar")) {
      await(() -> Files.exists(home.resolve("data/apps/shop/2/hangs.jar")));

      server.signal("KILL");

      server.blockingEnd();
      assertThat(deploy.blockingEnd().exit()).isEqualTo(1);
    }
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(get()).isEqualTo("one");
      assertThat(home.resolve("data/apps/shop/2")).doesNotExist();
      assertThat(server.pid()).isPositive();
    }
  }

  @Test
  void killedWhileAReloadStartsWhatDoesNotStartTheLastGoodOneServes() throws Exception {
    configure("start-timeout: 3s");
    try (JarProcess server = JarProcess.serve(home)) {
      AppJar.of("import io.vertx.core.*;", HANGS).pack(home.resolve("new.jar"));
      Files.move(
          home.resolve("new.jar"),
          home.resolve("apps/shop.jar"),
          StandardCopyOption.REPLACE_EXISTING);
      server.signal("HUP");
      await(() -> Files.exists(home.resolve("data/apps/shop/2/shop.jar")));

      server.signal("KILL");
      server.blockingEnd();
    }
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(get()).isEqualTo("one");
      assertThat(server.pid()).isPositive();
    }
  }

  @Test
  void killedAmidSwapsItServesOneOfTheTwoNextTimeAndWhatIsOnRecordIsWhole() throws Exception {
    answering("two", "two.jar");
    answering("three", "three.jar");
    for (int round = 0; round < 3; round++) {
      try (JarProcess server = JarProcess.serve(home);
          JarProcess first = JarProcess.start(home, "app", "deploy", "shop", "two.jar");
          JarProcess second = JarProcess.start(home, "app", "deploy", "shop", "three.jar")) {
        Path record = home.resolve("data/apps/shop/live.json");
        String before = Files.readString(record);
        await(() -> !Files.readString(record).equals(before));

        server.signal("KILL");

        server.blockingEnd();
        first.blockingEnd();
        second.blockingEnd();
      }
      try (JarProcess server = JarProcess.serve(home)) {
        assertThat(get()).isIn("two", "three");
        assertThat(JarProcess.run(home, "app", "rollback", "shop").exit()).isZero();
        assertThat(server.pid()).isPositive();
      }
    }
  }

  private String get() throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come true in 30 s").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
