package site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.admin.AdminClient;
import site.admin.AdminClient.Answer;
import site.deploy.AppJar;

/** Some clients meet the new revision first, and what they see decides. */
class CanaryTest {
  @TempDir Path home;
  private HttpClient client;

  @BeforeEach
  void configureTheFirstVersion() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    app("apps/shop.jar", "request.response().end(\"one\");");
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static String yaml(String canary) {
    return """
        listeners: [{ address: "127.0.0.1:0" }]
        apps: { shop: { from: apps/shop.jar, canary: { %s } } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", app: shop }] }]
        """
        .formatted(canary);
  }

  private Path app(String file, String statements) throws Exception {
    return AppJar.answering(statements).pack(home.resolve(file));
  }

  private Answer verb(String verb) throws Exception {
    return new AdminClient(home.resolve("run/admin.sock"))
        .blockingAsk("POST", "/apps/shop/" + verb, "text/plain");
  }

  private Answer deploy(Path file) throws Exception {
    return verb("deploy?file=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8));
  }

  private JsonObject shop() throws Exception {
    Answer list =
        new AdminClient(home.resolve("run/admin.sock"))
            .blockingAsk("GET", "/apps", "application/json");
    return new JsonArray(list.body()).getJsonObject(0);
  }

  private int requestsOfCanary() throws Exception {
    return shop().getJsonObject("canary").getJsonObject("fresh").getInteger("requests");
  }

  private HttpResponse<String> get(TestServer server, String cookie) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.url("http", 0, "/"));
    if (!cookie.isEmpty()) {
      request.header("cookie", cookie);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("it did not come true in 30 s").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void newClientsDrawAndStayWithWhatTheyDrew() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("weight: 50%, for: 1h"))) {
      Answer begun = deploy(app("two.jar", "request.response().end(\"two\");"));

      assertThat(begun.body())
          .startsWith("shop: revision 2 gets 50% of the clients for 3600 s, then all of them");
      Set<String> seen = new HashSet<>();
      for (int i = 0; i < 40; i++) {
        HttpResponse<String> first = get(server, "");
        seen.add(first.body());
        String cookie = first.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).startsWith("site-canary-shop=").contains("HTTPOnly", "SameSite=Lax");
        HttpResponse<String> second = get(server, cookie.substring(0, cookie.indexOf(';')));
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().firstValue("set-cookie")).isEmpty();
      }
      assertThat(seen).containsExactlyInAnyOrder("one", "two");
    }
  }

  @Test
  void itCanBeSeenPromotedAndIsOnRecordThen() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("weight: 100%, for: 1h"))) {
      deploy(app("two.jar", "request.response().end(\"two\");"));
      assertThat(get(server, "").body()).isEqualTo("two");

      JsonObject canary = shop().getJsonObject("canary");
      assertThat(shop().getInteger("revision")).isEqualTo(1);
      assertThat(canary.getInteger("revision")).isEqualTo(2);
      await(() -> requestsOfCanary() == 1); // counted when the answer is on its way
      AdminClient admin = new AdminClient(home.resolve("run/admin.sock"));
      for (String place : new String[] {"/apps", "/status"}) {
        assertThat(admin.blockingAsk("GET", place, "text/plain").body())
            .containsPattern("canary=2 sha=[0-9a-f]{6} weight=100.0% until=.* requests=1 errors=0");
      }

      assertThat(verb("promote").body()).isEqualTo("shop: revision 2 serves, replacing 1\n");
      assertThat(shop().getInteger("revision")).isEqualTo(2);
      assertThat(shop().containsKey("canary")).isFalse();
      assertThat(get(server, "").headers().firstValue("set-cookie")).isEmpty();
      assertThat(verb("promote").body()).isEqualTo("apps.shop: no canary is running\n");
    }
    try (TestServer server = TestServer.start(home, yaml("weight: 100%, for: 1h"))) {
      assertThat(get(server, "").body()).isEqualTo("two");
    }
  }

  @Test
  void anAbortedOneIsGoneAlsoForReloadsAndRestartsWhereItIsTheConfiguredOne() throws Exception {
    String yaml = yaml("weight: 100%, for: 1h");
    try (TestServer server = TestServer.start(home, yaml)) {
      app("apps/shop.jar", "request.response().end(\"two\");");
      server.reload();
      server.reload(); // keeps the canary, as nothing has changed
      assertThat(get(server, "").body()).isEqualTo("two");
      assertThat(shop().getJsonObject("canary").getInteger("revision")).isEqualTo(2);
      assertThat(verb("rollback").body()).contains("canary of revision 2 is running");

      assertThat(verb("abort").body()).isEqualTo("shop: the canary of revision 2 was ended\n");

      assertThat(get(server, "site-canary-shop=2").body()).isEqualTo("one");
      server.reload();
      assertThat(get(server, "").body()).isEqualTo("one");
      await(() -> !Files.exists(home.resolve("data/apps/shop/2")));
    }
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(get(server, "").body()).isEqualTo("one");
    }
  }

  @Test
  void whenTheTimeIsOverItTakesOver() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("weight: 50%, for: 1s"))) {
      deploy(app("two.jar", "request.response().end(\"two\");"));

      await(() -> shop().getInteger("revision") == 2);

      assertThat(get(server, "site-canary-shop=1").body()).isEqualTo("two");
    }
  }

  @Test
  void errorsSendItBack() throws Exception {
    String yaml = yaml("weight: 50%, for: 1h, max-error-rate: 1%");
    try (TestServer server = TestServer.start(home, yaml)) {
      deploy(app("two.jar", "throw new IllegalStateException(\"broken\");"));
      for (int i = 0; i < 30; i++) {
        get(server, "site-canary-shop=2");
      }

      await(() -> !shop().containsKey("canary"));

      assertThat(shop().getInteger("revision")).isEqualTo(1);
      assertThat(get(server, "site-canary-shop=2").body()).isEqualTo("one");
    }
  }

  @Test
  void oneThatBreaksGoesBackAtOnceAndIsNotStartedAgain() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("weight: 50%, for: 1h"))) {
      deploy(app("two.jar", "throw new NoClassDefFoundError(\"broken\");"));
      get(server, "site-canary-shop=2");

      await(() -> !shop().containsKey("canary"));

      assertThat(shop().getInteger("revision")).isEqualTo(1);
      assertThat(shop().getJsonObject("health").getInteger("restarts")).isZero();
      assertThat(get(server, "site-canary-shop=2").body()).isEqualTo("one");
    }
  }

  @Test
  void oneThatGetsStuckGoesBack() throws Exception {
    String yaml = yaml("weight: 50%, for: 1h").replace("canary:", "stall: 1s, canary:");
    try (TestServer server = TestServer.start(home, yaml)) {
      deploy(app("two.jar", "while (!Thread.interrupted()) Thread.onSpinWait();"));

      int stuck = get(server, "site-canary-shop=2").statusCode();

      assertThat(stuck).isEqualTo(504);
      await(() -> !shop().containsKey("canary"));
      assertThat(get(server, "site-canary-shop=2").body()).isEqualTo("one");
    }
  }

  @Test
  void slownessSendsItBack() throws Exception {
    String yaml = yaml("weight: 50%, for: 1h, max-p99: 20ms");
    try (TestServer server = TestServer.start(home, yaml)) {
      deploy(app("two.jar", "vertx.setTimer(60, id -> request.response().end(\"two\"));"));
      HttpRequest request =
          HttpRequest.newBuilder(server.url("http", 0, "/"))
              .header("cookie", "site-canary-shop=2")
              .build();
      Stream.generate(() -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
          .limit(250)
          .toList()
          .forEach(CompletableFuture::join);

      await(() -> !shop().containsKey("canary"));

      assertThat(shop().getInteger("revision")).isEqualTo(1);
    }
  }

  @Test
  void aNewerRevisionTakesItsPlace() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("weight: 100%, for: 1h"))) {
      deploy(app("two.jar", "request.response().end(\"two\");"));

      deploy(app("three.jar", "request.response().end(\"three\");"));

      assertThat(get(server, "").body()).isEqualTo("three");
      assertThat(shop().getJsonObject("canary").getInteger("revision")).isEqualTo(3);
      assertThat(shop().getInteger("revision")).isEqualTo(1);
    }
  }
}
