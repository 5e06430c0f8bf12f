package site.apps.rain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.TestServer;
import site.apps.Visitor;
import site.database.Programs;

/** The app's jar in the whole server: what the server does for it. */
class RainInServerTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { rain: { from: rain.jar, config: { simulated-days: 11, number: %d } } }
      sites:
        - hosts: ["*"]
          routes:
            - { path: /rain/*, methods: [POST], app: rain, strip-prefix: /rain, limit: { rate: 50/h, burst: 50, key: client } }
            - { path: /rain/*, app: rain, strip-prefix: /rain }
      """;

  @TempDir Path home;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    Path jar = Path.of(System.getProperty("site.apps", "target/apps"), "rain.jar");
    Files.copy(jar, home.resolve("rain.jar"));
    server = TestServer.start(home, YAML.formatted(1));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  @Tag("B-8")
  void theFiftyFirstSearchOfAnHourIsTooManyWhateverAClientSaysOfItself() throws Exception {
    Visitor visitor = visitor();
    visitor.get("");
    for (int i = 0; i < 50; i++) {
      assertThat(visitor.post("", Map.of("place", "Berlin")).statusCode()).isEqualTo(303);
    }

    HttpResponse<String> tooMany = visitor.post("", Map.of("place", "Berlin"));
    HttpResponse<String> disguised =
        visitor.with("x-forwarded-for", "192.0.2.7").post("", Map.of("place", "Berlin"));

    assertThat(tooMany.statusCode()).isEqualTo(429);
    assertThat(tooMany.headers().firstValue("retry-after")).isPresent();
    assertThat(disguised.statusCode()).isEqualTo(429);
    assertThat(visitor.get("berlin-de").statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("B-12")
  void aNewRevisionLosesNoRequest() throws Exception {
    ExecutorService visitors = Executors.newFixedThreadPool(10);
    try {
      Callable<List<Integer>> visits = this::visits;
      List<Future<List<Integer>>> asked = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        asked.add(visitors.submit(visits));
      }
      server.reload(YAML.formatted(2));

      for (Future<List<Integer>> answers : asked) {
        assertThat(answers.get(60, TimeUnit.SECONDS)).hasSize(5).containsOnly(200);
      }
    } finally {
      visitors.shutdownNow();
    }
  }

  @Test
  void aListOfCitiesThatIsNoneIsRefusedAndAnotherOneTaken() throws Exception {
    Path list = home.resolve("data/apps/rain/data/cities15000.txt");
    String yaml = YAML.formatted(2).replace("number: 2", "cities: cities15000.txt, places: %s");

    assertThatThrownBy(() -> server.reload(yaml.formatted("[musterstadt-hessen-de]")))
        .hasMessageContaining("cities15000.txt: is not there");
    Files.writeString(list, "not a city\n");
    assertThatThrownBy(() -> server.reload(yaml.formatted("[musterstadt-hessen-de]")))
        .hasMessageContaining("cities15000.txt:1: not a city");
    assertThat(visitor().get("berlin-de").statusCode()).isEqualTo(200);

    Files.writeString(
        list,
        "90000001\tMusterstadt\tMusterstadt\t\t50.5\t8.25\tP\tPPL\tDE\t\t05\t\t\t\t20123\t\t180"
            + "\tEurope/Berlin\t2026-01-01\n");
    Files.writeString(list.resolveSibling("admin1CodesASCII.txt"), "DE.05\tHessen\tHessen\t1\n");
    server.reload(yaml.formatted("[musterstadt-hessen-de]"));

    assertThat(visitor().get("musterstadt-hessen-de").statusCode()).isEqualTo(200);
    assertThat(visitor().get("berlin-de").statusCode()).isEqualTo(404);
  }

  private List<Integer> visits() throws Exception {
    Visitor visitor = visitor();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      statuses.add(visitor.get("berlin-de?range=7d").statusCode());
    }
    return statuses;
  }

  private Visitor visitor() {
    return new Visitor(server.url("http", 0, "/rain/"));
  }
}
