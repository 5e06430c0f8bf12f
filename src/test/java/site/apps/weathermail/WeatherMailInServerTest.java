package site.apps.weathermail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.TestServer;
import site.apps.Visitor;
import site.database.Programs;

/** The app's jar in the whole server: what the server does for it. */
class WeatherMailInServerTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      apps: { sky: { from: weather-mail.jar } }
      sites:
        - hosts: ["*"]
          routes:
            - { path: /sky/, methods: [POST], app: sky, strip-prefix: /sky, limit: { rate: 50/h, burst: 50, key: client } }
            - { path: /sky/*, app: sky, strip-prefix: /sky }
      """;

  @Test
  @Tag("C-16")
  void theFiftyFirstRequestOfAnHourIsTooManyAndNobodyIsKeptFromLeaving(@TempDir Path home)
      throws Exception {
    assumeThat(Programs.ofThisProcess().blockingProblem()).as("a MariaDB").isEmpty();
    Path jar = Path.of(System.getProperty("site.apps", "target/apps"), "weather-mail.jar");
    Files.copy(jar, home.resolve("weather-mail.jar"));
    try (TestServer server = TestServer.start(home, YAML)) {
      Visitor visitor = new Visitor(server.url("http", 0, "/sky/"));
      String page = visitor.get("").body();
      for (int i = 0; i < 50; i++) {
        assertThat(visitor.post("", Map.of("email", "nobody")).statusCode()).isEqualTo(422);
      }

      HttpResponse<String> tooMany = visitor.post("", Map.of("email", "nobody"));

      assertThat(page).contains("action=\"/sky/\"", "/sky/moods/plain.svg", "Demo data");
      assertThat(tooMany.statusCode()).isEqualTo(429);
      assertThat(tooMany.headers().firstValue("retry-after")).isPresent();
      assertThat(visitor.post("unsubscribe?t=none", Map.of()).statusCode()).isEqualTo(410);
    }
  }
}
