package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
import site.deploy.AppJar;

/** Which revision of an app serves, after whatever was asked for and whatever went wrong. */
class AppVerbsTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { shop: { from: apps/shop.jar } }
      sites: [{ hosts: ["*"], routes: [{ path: "/*", app: shop }] }]
      """;

  @TempDir Path home;

  @BeforeEach
  void configureTheFirstVersion() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    configure("one");
  }

  private void configure(String version) throws Exception {
    answering(version, "apps/shop.jar");
  }

  private Path answering(String text, String file) throws Exception {
    return AppJar.answering("request.response().end(\"%s\");".formatted(text))
        .pack(home.resolve(file));
  }

  private Path failing() throws Exception {
    return AppJar.of(
            "import io.vertx.core.*;",
            """
            public class Main extends VerticleBase {
              public Future<?> start() { throw new IllegalStateException("no database"); }
            }
            """)
        .pack(home.resolve("failing.jar"));
  }

  private Answer app(String verb) throws Exception {
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("POST", "/apps/" + verb, "text/plain");
  }

  private Answer deploy(Path file) throws Exception {
    return app("shop/deploy?file=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8));
  }

  private JsonObject shop() throws Exception {
    Answer list =
        new AdminClient(home.resolve("run/admin.sock"))
            .blockingAsk("GET", "/apps", "application/json");
    return new JsonArray(list.body()).getJsonObject(0);
  }

  @Test
  void aDeployedFileServesWhenTheCommandReturns() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Answer deployed = deploy(answering("two", "two.jar"));

      assertThat(deployed).isEqualTo(new Answer(200, "shop: revision 2 serves, replacing 1\n"));
      assertThat(server.get(0, "/").body()).isEqualTo("two");
      assertThat(shop().getInteger("revision")).isEqualTo(2);
    }
  }

  @Test
  void commandsForOneAppAreDoneInTurn() throws Exception {
    Path two = answering("two", "two.jar");
    Path three = answering("three", "three.jar");
    try (TestServer server = TestServer.start(home, YAML)) {
      List<CompletableFuture<Answer>> asked =
          Stream.of(two, three)
              .map(file -> CompletableFuture.supplyAsync(() -> ask(file)))
              .toList();

      List<String> answers = asked.stream().map(answer -> answer.join().body()).toList();

      assertThat(answers)
          .containsExactlyInAnyOrder(
              "shop: revision 2 serves, replacing 1\n", "shop: revision 3 serves, replacing 2\n");
      String last = answers.get(0).contains("revision 3") ? "two" : "three";
      assertThat(server.get(0, "/").body()).isEqualTo(last);
    }
  }

  private Answer ask(Path file) {
    try {
      return deploy(file);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void theSameFilesAreNotDeployedTwice() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Answer again = deploy(Files.copy(home.resolve("apps/shop.jar"), home.resolve("copy.jar")));

      assertThat(again.status()).isEqualTo(200);
      assertThat(again.body()).contains("nothing to do, revision 1");
      assertThat(server.get(0, "/").body()).isEqualTo("one");
    }
  }

  @Test
  void whatDoesNotStartIsRefusedWithTheCauseAndTheOldOneServes() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Answer broken = deploy(failing());
      Answer missing = deploy(home.resolve("nowhere.jar"));
      Answer garbage = deploy(Files.writeString(home.resolve("garbage.jar"), "no jar"));

      assertThat(broken.status()).isEqualTo(422);
      assertThat(broken.body()).startsWith("apps.shop: start() failed").contains("no database");
      assertThat(missing.body()).contains("nowhere.jar does not exist");
      assertThat(garbage.body()).contains("cannot use ").contains("garbage.jar");
      assertThat(server.get(0, "/").body()).isEqualTo("one");
      Path kept = home.resolve("data/apps/shop");
      Await.until(() -> Set.of(kept.toFile().list()).equals(Set.of("1", "data", "live.json")));
    }
  }

  @Test
  void whatCannotBePutOnRecordIsRefused() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Files.createDirectory(home.resolve("data/apps/shop/live.json.new"));

      Answer refused = deploy(answering("two", "two.jar"));

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body()).contains("apps.shop: cannot note which revision serves");
      assertThat(server.get(0, "/").body()).isEqualTo("one");
    }
  }

  @Test
  void whatCannotBeCopiedIsRefused() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Path folder = Files.createDirectories(home.resolve("two"));
      AppJar.answering("request.response().end(\"two\");").compile(folder.resolve("classes"));
      Files.createSymbolicLink(folder.resolve("classes/Big.class"), Path.of("/proc/self/mem"));

      Answer refused = deploy(folder);

      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body()).startsWith("apps.shop: cannot read " + folder);
      assertThat(server.get(0, "/").body()).isEqualTo("one");
    }
  }

  @Test
  void anAppThatIsNotThereIsNamedTogetherWithThoseThatAre() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      Answer unknown = app("shoop/restart");

      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.body()).isEqualTo("no app \"shoop\" (there are: shop)\n");
      assertThat(server.get(0, "/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRollbackLastsOverReloadAndRestartUntilNewFilesAreConfigured() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      configure("two");
      server.reload();
      assertThat(server.get(0, "/").body()).isEqualTo("two");

      assertThat(app("shop/rollback").body()).isEqualTo("shop: revision 1 serves, replacing 2\n");

      server.reload();
      assertThat(server.get(0, "/").body()).isEqualTo("one");
      assertThat(app("shop/rollback").body()).contains("there is no earlier revision");
    }
    try (TestServer server = TestServer.start(home, YAML)) {
      assertThat(server.get(0, "/").body()).isEqualTo("one");
      assertThat(shop().getInteger("revision")).isEqualTo(1);

      configure("three");
      server.reload();

      assertThat(server.get(0, "/").body()).isEqualTo("three");
      assertThat(shop().getInteger("revision")).isEqualTo(3);
    }
  }

  @Test
  void sourcesGoBackToo() throws Exception {
    String yaml = YAML.replace("apps/shop.jar", "shop");
    sources("one");
    try (TestServer server = TestServer.start(home, yaml)) {
      sources("two");
      server.reload();
      assertThat(server.get(0, "/").body()).isEqualTo("two");

      assertThat(app("shop/rollback").body()).isEqualTo("shop: revision 1 serves, replacing 2\n");

      assertThat(server.get(0, "/").body()).isEqualTo("one");
    }
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(server.get(0, "/").body()).isEqualTo("one");
    }
  }

  private void sources(String text) {
    TestServer.write(
        home.resolve("shop/java/Main.java"),
        """
        import io.vertx.core.*;
        public class Main extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer()
                .requestHandler(request -> request.response().end("%s")).listen(80);
          }
        }
        """
            .formatted(text));
  }

  @Test
  void aDeployedFileOutlivesReloadsOfOtherThingsAndOfItsOwnSettings() throws Exception {
    try (TestServer server = TestServer.start(home, YAML)) {
      deploy(answering("two", "two.jar"));
      Files.delete(home.resolve("two.jar"));

      String same = server.reload(YAML + "limits: { idle: 70s }\n");
      assertThat(shop().getInteger("revision")).isEqualTo(2);
      assertThat(same).contains(" 1 parts new"); // the listener
      server.reload(YAML.replace("shop.jar }", "shop.jar, instances: 2 }"));

      assertThat(shop().getInteger("instances")).isEqualTo(2);
      assertThat(shop().getInteger("revision")).isEqualTo(2);
      assertThat(server.get(0, "/").body()).isEqualTo("two");
    }
    try (TestServer server = TestServer.start(home, YAML)) {
      assertThat(server.get(0, "/").body()).isEqualTo("two");
    }
  }

  @Test
  void configuredFilesThatDoNotStartAnyMoreLeaveTheLastGoodRevision() throws Exception {
    TestServer.start(home, YAML).close();
    Files.copy(failing(), home.resolve("apps/other.jar"));
    Files.move(
        home.resolve("apps/other.jar"),
        home.resolve("apps/shop.jar"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    try (TestServer server = TestServer.start(home, YAML)) {
      assertThat(server.get(0, "/").body()).isEqualTo("one");
      configure("two");
      server.reload();
      assertThat(server.get(0, "/").body()).isEqualTo("two");
    }
  }

  @Test
  void aReloadThatFailsElsewhereLeavesTheAppAsItWas() throws Exception {
    try (TestServer server = TestServer.start(home, YAML);
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      configure("two");
      String clash = "{ address: \"127.0.0.1:" + taken.getLocalPort() + "\" }, {";

      assertThatThrownBy(() -> server.reload(YAML.replaceFirst("\\{", clash)))
          .hasMessageContaining("in use");
      assertThat(server.get(0, "/").body()).isEqualTo("one");

      server.reload(YAML);
      assertThat(server.get(0, "/").body()).isEqualTo("two");
    }
  }

  @Test
  void aRestartIsAFreshStartOfTheSameRevision() throws Exception {
    AppJar.of(
            "import io.vertx.core.*; import java.util.concurrent.atomic.*;",
            """
            public class Main extends VerticleBase {
              static final AtomicInteger COUNT = new AtomicInteger();
              public Future<?> start() {
                return vertx.createHttpServer()
                    .requestHandler(r -> r.response().end("" + COUNT.incrementAndGet())).listen(80);
              }
            }
            """)
        .pack(home.resolve("apps/shop.jar"));
    try (TestServer server = TestServer.start(home, YAML)) {
      server.get(0, "/");
      assertThat(server.get(0, "/").body()).isEqualTo("2");

      assertThat(app("shop/restart").status()).isEqualTo(200);

      assertThat(server.get(0, "/").body()).isEqualTo("1");
      assertThat(shop().getInteger("revision")).isEqualTo(1);
    }
  }
}
