package site.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.TestServer;
import site.database.Programs;
import site.deploy.DeploymentState;

/** The apps of this repository in one server, replaced while visitors use them. */
class RedeployedAppsTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps:
        hello: { from: hello.jar }
        parts: { from: parts.jar }
        rain: { from: rain.jar, config: { simulated-days: 11 } }
        weather-mail: { from: weather-mail.jar }
      sites:
        - hosts: ["*"]
          routes:
            - { path: /hello/*, app: hello, strip-prefix: /hello }
            - { path: /parts/*, app: parts, strip-prefix: /parts }
            - { path: /rain/*, app: rain, strip-prefix: /rain }
            - { path: /sky/*, app: weather-mail, strip-prefix: /sky }
      """;
  private static final List<String> PATHS = List.of("/hello/", "/parts/", "/rain/", "/sky/");
  private static final Duration TIME_OF_A_PERSON = Duration.ofSeconds(2); // to fill in a form

  @TempDir static Path home;
  private static AppsFolder apps;
  private static TestServer server;

  private final Map<String, Integer> rounds = new ConcurrentHashMap<>();
  private final AtomicInteger subscribed = new AtomicInteger();
  private volatile boolean over;

  @BeforeAll
  static void start() throws Exception {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    apps = AppsFolder.of(home);
    server = TestServer.start(home, YAML);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  /** One visitor's way through an app; fails where something is not as it should be. */
  private interface Journey {
    void once(Visitor visitor) throws Exception;
  }

  @Test
  @Tag("J8")
  @Tag("B-12")
  @Tag("D-2")
  void visitorsDoNotNoticeThatOneAppAfterTheOtherIsReplaced() throws Exception {
    ExecutorService visitors = Executors.newCachedThreadPool();
    try {
      List<Future<?>> all =
          List.of(
              visitors.submit(() -> keepOn("/hello/", RedeployedAppsTest::greet)),
              visitors.submit(() -> keepOn("/parts/", RedeployedAppsTest::build)),
              visitors.submit(() -> keepOn("/rain/", RedeployedAppsTest::search)),
              visitors.submit(() -> keepOn("/sky/", this::subscribe)));
      for (String app : AppsFolder.ALL) {
        awaitRounds();
        apps.append(app, "note.txt", "another");
        server.reload();
      }
      awaitRounds();
      over = true;

      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS); // throws what was wrong
      }
    } finally {
      over = true;
      visitors.shutdownNow();
    }
    assertThat(server.state().apps()).allSatisfy(RedeployedAppsTest::isTheSecond);
    assertThat(subscribed).hasPositiveValue();
    Await.until(() -> letters().count() == subscribed.get());
    assertThat(receivers()).as("one letter for each").hasSize(subscribed.get());
    Await.until(
        RedeployedAppsTest::nothingIsLeftOfTheFirst, () -> "is it gone: " + server.state().apps());
  }

  private static void isTheSecond(DeploymentState app) {
    assertThat(app.revision()).as(app.name()).isGreaterThan(1);
    assertThat(app.health().leaks()).isEmpty();
  }

  /** Every visitor comes to the end of the way once more. */
  private void awaitRounds() {
    Map<String, Integer> before = Map.copyOf(rounds);
    Await.until(
        () ->
            PATHS.stream()
                .allMatch(path -> rounds.getOrDefault(path, 0) > before.getOrDefault(path, 0)),
        () -> "did all visitors go on: " + before + ", then " + rounds);
  }

  private Void keepOn(String path, Journey journey) throws Exception {
    Visitor visitor = new Visitor(server.url("http", 0, path));
    while (!over) {
      journey.once(visitor);
      rounds.merge(path, 1, Integer::sum);
    }
    return null;
  }

  private static void greet(Visitor visitor) throws Exception {
    assertThat(visitor.get("plain").body()).isEqualTo("Hello there!\n");
  }

  private static void build(Visitor visitor) throws Exception {
    assertThat(visitor.get("table").body()).contains("58 parts", "</html>");
    assertThat(visitor.get("main").statusCode()).isEqualTo(200);
    HttpResponse<String> chosen =
        visitor.post("builds/new/items", Map.of("part", "norrsken-aurora-5-six"));
    assertThat(chosen.statusCode()).isEqualTo(303);
    String build = chosen.headers().firstValue("location").orElseThrow();
    assertThat(visitor.get(build).body()).contains("Norrsken Aurora 5 Six");
  }

  private static void search(Visitor visitor) throws Exception {
    assertThat(visitor.get("").statusCode()).isEqualTo(200);
    assertThat(visitor.post("", Map.of("place", "Berlin")).statusCode()).isEqualTo(303);
    assertThat(visitor.get("berlin-de?range=7d").body()).contains("Berlin", "</html>");
  }

  private void subscribe(Visitor visitor) throws Exception {
    assertThat(visitor.get("").statusCode()).isEqualTo(200);
    long shown = System.nanoTime();
    Await.until(() -> System.nanoTime() - shown > TIME_OF_A_PERSON.toNanos());
    String address = "reader" + subscribed.incrementAndGet() + "@example.org";
    Map<String, String> form = Map.of("email", address, "city", "Berlin", "consent", "on");
    assertThat(visitor.post("", form).statusCode()).isEqualTo(303);
  }

  private static Stream<Path> letters() {
    try (Stream<Path> files = Files.list(home.resolve("data/outbox/weather-mail"))) {
      return files.filter(file -> file.toString().endsWith(".eml")).toList().stream();
    } catch (java.io.IOException none) {
      return Stream.of();
    }
  }

  private static Set<String> receivers() throws Exception {
    Set<String> receivers = new HashSet<>();
    for (Path letter : letters().toList()) {
      Matcher to = Pattern.compile("(?m)^To: (.*)$").matcher(Files.readString(letter));
      assertThat(to.find()).isTrue();
      receivers.add(to.group(1).strip());
    }
    return receivers;
  }

  /** Its threads have ended, and its class loader is not in memory. */
  private static boolean nothingIsLeftOfTheFirst() {
    System.gc();
    return server.state().apps().stream().allMatch(app -> app.health().leaving() == 0)
        && Thread.getAllStackTraces().keySet().stream()
            .noneMatch(
                thread -> AppsFolder.ALL.stream().anyMatch(app -> isOfTheFirst(thread, app)));
  }

  private static boolean isOfTheFirst(Thread thread, String app) {
    return thread.getName().startsWith(app + "#1-");
  }

  @Test
  @Tag("F-7")
  void aChangedStyleSheetHasAnotherTagAndAnotherNameForEver() throws Exception {
    Visitor visitor = new Visitor(server.url("http", 0, "/parts/"));
    HttpResponse<String> first = visitor.get("static/css/base.css");
    String name = hashed(visitor);
    String etag = first.headers().firstValue("etag").orElseThrow();

    apps.append("parts", "parts/static/css/base.css", "/* another */");
    server.reload();

    HttpResponse<String> second =
        visitor.send(visitor.request("static/css/base.css").header("if-none-match", etag));
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEqualTo(first.body() + "/* another */");
    assertThat(second.headers().firstValue("etag")).isPresent().isNotEqualTo(etag);
    assertThat(hashed(visitor)).isNotEqualTo(name);
    HttpResponse<String> kept = visitor.get("static/" + hashed(visitor));
    assertThat(kept.body()).isEqualTo(second.body());
    assertThat(kept.headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
  }

  private static String hashed(Visitor visitor) throws Exception {
    Matcher name =
        Pattern.compile("static/(css/base\\.[0-9a-f]{16}\\.css)").matcher(visitor.get("").body());
    assertThat(name.find()).isTrue();
    return name.group(1);
  }
}
