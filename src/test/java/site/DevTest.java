package site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;

/** {@code dev}: what a developer's browser gets, and what everybody else does. */
class DevTest {
  private static final String SCRIPT = "<script src=\"/.site/dev.js?";

  @TempDir Path home;

  @BeforeEach
  void writeTheSite() {
    TestServer.write(home.resolve("webroot/index.html"), "<h1>home</h1>");
    TestServer.write(home.resolve("webroot/data.json"), "{}");
    page("one", "");
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: ":80" }, { address: ":443", tls: true }]
        apps: { shop: { from: shop } }
        sites:
          - hosts: [shop.example]
            hsts: 365d
            routes:
              - { path: "/shop/*", app: shop }
              - { path: "/*", files: { root: webroot } }
        """);
  }

  private void page(String text, String header) {
    TestServer.write(
        home.resolve("shop/java/Shop.java"),
        """
        import io.vertx.core.*;
        public class Shop extends VerticleBase {
          public Future<?> start() {
            return vertx.createHttpServer().requestHandler(request ->
                request.response().putHeader("content-type", "text/html; charset=utf-8")%s
                    .end("<p>%s</p>")).listen(80);
          }
        }
        """
            .formatted(header, text));
  }

  private TestServer develop(String... more) {
    String[] arguments = new String[more.length + 5];
    System.arraycopy(
        new String[] {"dev", "--port", "0", "--home", home.toString()}, 0, arguments, 0, 5);
    System.arraycopy(more, 0, arguments, 5, more.length);
    return TestServer.start(arguments);
  }

  private static HttpResponse<String> browse(TestServer server, String path) throws Exception {
    return server.send(
        HttpRequest.newBuilder(server.url("http", 0, path)).header("accept", "text/html,*/*"));
  }

  /** The events of a page that stays open. */
  private static final class Page {
    private final BlockingQueue<JsonObject> states = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> stream;

    Page(TestServer server) throws Exception {
      stream =
          server
              .client(java.net.http.HttpClient.Version.HTTP_1_1)
              .sendAsync(
                  HttpRequest.newBuilder(server.url("http", 0, "/.site/events")).build(),
                  BodyHandlers.ofLines())
              .thenAccept(answer -> answer.body().forEach(this::line));
    }

    private void line(String line) {
      if (line.startsWith("data: ")) {
        states.add(new JsonObject(line.substring("data: ".length())));
      }
    }

    JsonObject next(Predicate<JsonObject> expected) throws InterruptedException {
      assertThat(stream).isNotCompletedExceptionally();
      JsonObject state;
      do {
        state = states.poll(30, TimeUnit.SECONDS);
        assertThat(state).isNotNull();
      } while (!expected.test(state));
      return state;
    }

    JsonObject next() throws InterruptedException {
      return next(state -> true);
    }

    JsonObject broken() throws InterruptedException {
      return next(state -> !state.getJsonArray("problems").isEmpty())
          .getJsonArray("problems")
          .getJsonObject(0);
    }

    JsonObject after(JsonObject before) throws InterruptedException {
      return next(s -> !s.getString("generation").equals(before.getString("generation")));
    }
  }

  @Test
  void pagesOfAppsAndFilesGetTheScriptAndNothingElseDoes() throws Exception {
    try (TestServer server = develop()) {
      HttpResponse<String> file = browse(server, "/");
      assertThat(file.body()).startsWith("<h1>home</h1>" + SCRIPT).endsWith("defer></script>\n");
      assertThat(file.headers().firstValue("cache-control")).hasValue("no-store");
      assertThat(file.headers().firstValue("strict-transport-security")).isEmpty();
      assertThat(browse(server, "/shop/").body()).startsWith("<p>one</p>" + SCRIPT);
      assertThat(browse(server, "/missing").body()).contains("Not Found").contains(SCRIPT);

      assertThat(browse(server, "/data.json").body()).isEqualTo("{}");
      assertThat(server.get(0, "/shop/").body()).isEqualTo("<p>one</p>");
      assertThat(server.get(0, "/").body()).isEqualTo("<h1>home</h1>");
      assertThat(server.get(0, "/.site/dev.js").body()).contains("EventSource");
    }
  }

  @Test
  void anEditIsServedAndTellsOpenPages() throws Exception {
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject before = page.next();

      page("two", "");

      JsonObject after = page.after(before);
      HttpResponse<String> answer = browse(server, "/shop/");
      assertThat(answer.body())
          .startsWith("<p>two</p>" + SCRIPT + after.getString("generation") + "\"");
    }
  }

  @Test
  void aMistakeIsShownWhileTheLastGoodRevisionAnswers() throws Exception {
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject before = page.next();

      page("two", ".nonsense()");

      JsonObject problem = page.broken();
      assertThat(problem.getString("part")).isEqualTo("shop");
      JsonObject error = problem.getJsonArray("errors").getJsonObject(0);
      assertThat(error.getString("file")).isEqualTo("java/Shop.java");
      assertThat(error.getInteger("line")).isEqualTo(5);
      assertThat(error.getString("source")).contains(".nonsense()");
      assertThat(server.get(0, "/shop/").body()).isEqualTo("<p>one</p>");
      assertThat(new Page(server).broken()).isEqualTo(problem);

      page("three", "");
      assertThat(page.after(before).getJsonArray("problems")).isEmpty();
      assertThat(server.get(0, "/shop/").body()).isEqualTo("<p>three</p>");
    }
  }

  @Test
  void anAppThatDoesNotCompileAtFirstIsNoReasonNotToStart() throws Exception {
    page("one", ".nonsense()");
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject first = page.next();
      assertThat(first.getJsonArray("problems")).hasSize(1);
      HttpResponse<String> answer = browse(server, "/shop/");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains(SCRIPT);

      page("repaired", "");

      page.after(first);
      assertThat(server.get(0, "/shop/").body()).isEqualTo("<p>repaired</p>");
    }
  }

  @Test
  void theConfigurationCanBeReloadedWhileAnAppHasNeverStarted() throws Exception {
    page("one", ".nonsense()");
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject first = page.next();

      Path file = home.resolve("config/site.yaml");
      TestServer.write(
          file, Files.readString(file).replace("path: \"/shop/*\"", "path: \"/new/*\""));

      JsonObject reloaded = page.after(first);
      assertThat(reloaded.getJsonArray("problems")).hasSize(1);
      assertThat(server.get(0, "/new/").statusCode()).isEqualTo(503);
      page("repaired", "");
      assertThat(page.after(reloaded).getJsonArray("problems")).isEmpty();
      assertThat(server.get(0, "/new/").body()).isEqualTo("<p>repaired</p>");
    }
  }

  @Test
  void aMistakeInAnAppDoesNotHoldUpTheConfiguration() throws Exception {
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject first = page.next();
      page("two", ".nonsense()");
      page.broken();

      Path file = home.resolve("config/site.yaml");
      TestServer.write(
          file, Files.readString(file).replace("path: \"/shop/*\"", "path: \"/new/*\""));

      assertThat(page.after(first).getJsonArray("problems")).hasSize(1);
      assertThat(server.get(0, "/new/").body()).isEqualTo("<p>one</p>");
    }
  }

  @Test
  void aDeploymentByHandTellsOpenPagesToo() throws Exception {
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject first = page.next();

      new AdminClient(home.resolve("run/admin.sock"))
          .blockingAsk("POST", "/apps/shop/restart", "text/plain");

      page.after(first);
    }
  }

  @Test
  void changedFilesAndConfigurationsTellOpenPagesToo() throws Exception {
    try (TestServer server = develop()) {
      Page page = new Page(server);
      JsonObject first = page.next();

      TestServer.write(home.resolve("webroot/index.html"), "<h1>new</h1>");
      JsonObject second = page.after(first);
      TestServer.write(home.resolve("config/site.yaml"), "sitez: []");
      assertThat(page.broken().getString("message")).contains("config/site.yaml:1:1: sitez");
      TestServer.write(
          home.resolve("config/site.yaml"),
          "sites: [{ hosts: [a.example], routes: [{ respond: { status: 200, body: b } }] }]");

      page.after(second);
      assertThat(server.get(0, "/").body()).isEqualTo("b");
    }
  }

  @Test
  void aPolicyThatForbidsTheScriptIsRespected() throws Exception {
    page("one", ".putHeader(\"content-security-policy\", \"script-src 'none'\")");
    try (TestServer server = develop()) {
      assertThat(browse(server, "/shop/").body()).isEqualTo("<p>one</p>");
    }
  }

  @Test
  void aFolderIsServedWithoutAnyConfiguration() throws Exception {
    Path app = home.resolve("shop");
    try (TestServer server = TestServer.start("dev", "--port", "0", app.toString())) {
      assertThat(browse(server, "/anything").body()).startsWith("<p>one</p>" + SCRIPT);
      Page page = new Page(server);
      JsonObject first = page.next();

      page("two", "");

      page.after(first);
      assertThat(home.resolve(".site/shop/data/apps/shop/2/classes/Shop.class")).exists();
    }
  }

  @Test
  void onlyTheNamedAppsAreWatched() throws Exception {
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        apps: { shop: { from: shop }, other: { from: shop } }
        sites: [{ hosts: [a.example], routes: [{ path: /other/*, app: other }, { app: shop }] }]
        """);
    try (TestServer server = develop("shop")) {
      Page page = new Page(server);
      JsonObject first = page.next();

      page("two", "");

      page.after(first);
      assertThat(server.get(0, "/").body()).isEqualTo("<p>two</p>");
      assertThat(server.get(0, "/other/").body()).isEqualTo("<p>one</p>");
    }
  }
}
