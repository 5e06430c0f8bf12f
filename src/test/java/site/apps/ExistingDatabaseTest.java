package site.apps;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Await;
import site.TestServer;
import site.database.ExistingServer;
import site.secrets.SecretName;
import site.secrets.SecretStore;

/** All apps on a MariaDB that somebody else runs: one by its port, the others by its socket. */
@Tag("K3")
class ExistingDatabaseTest {
  private static final String YAML =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      database: "mysql://site:${secret:MYSQL_AUTH/password}@unix:%2$s"
      apps:
        parts: { from: %3$s/parts.jar, database: "mysql://site:${secret:MYSQL_AUTH/password}@127.0.0.1:%1$d" }
        rain: { from: %3$s/rain.jar, config: { simulated-days: 2 } }
        sky: { from: %3$s/weather-mail.jar }
        hello: { from: %3$s/hello.jar }
      sites:
        - hosts: ["*"]
          routes:
            - { path: /parts/*, app: parts, strip-prefix: /parts }
            - { path: /rain/*, app: rain, strip-prefix: /rain }
            - { path: /sky/*, app: sky, strip-prefix: /sky }
            - { path: /hello/*, app: hello, strip-prefix: /hello }
      """;

  @TempDir Path home;
  private ExistingServer database;

  @BeforeEach
  void start() throws Exception {
    database = ExistingServer.start(home.resolve("elsewhere"));
  }

  @AfterEach
  void stop() {
    database.close();
  }

  @Test
  void theyComeUpSayWhyWhileItIsStoppedAndGoOnWhenItIsBack() throws Exception {
    keep(ExistingServer.PASSWORD);
    try (TestServer server = TestServer.start(home, yaml())) {
      for (String path : new String[] {"/parts/table", "/rain/status", "/sky/readyz"}) {
        Await.until(() -> status(server, path) == 200);
      }
      assertThat(server.state().database()).as("one of our own").isEmpty();

      database.stop();

      for (String app : new String[] {"parts", "rain", "sky"}) {
        HttpResponse<String> ready = get(server, "/" + app + "/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"database\":false");
      }
      HttpResponse<String> page = get(server, "/parts/table");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).contains("The database does not answer");
      assertThat(status(server, "/hello/plain")).isEqualTo(200);

      database.start();

      for (String path : new String[] {"/parts/table", "/rain/status", "/sky/readyz"}) {
        Await.until(() -> status(server, path) == 200);
      }
    }
  }

  @Test
  void withAWrongPasswordTheLogSaysSoOtherAppsServeAndTheRightOneHelpsWithoutARestart()
      throws Exception {
    keep("wrong");
    try (TestServer server = TestServer.start(home, yaml())) {
      assertThat(status(server, "/hello/plain")).isEqualTo(200);
      HttpResponse<String> page = get(server, "/parts/main");
      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).doesNotContain("wrong", "Access denied");

      keep(ExistingServer.PASSWORD);
      server.reload(yaml());

      Await.until(() -> status(server, "/parts/main") == 200);
    }
  }

  private String yaml() {
    Path apps = Path.of(System.getProperty("site.apps", "target/apps")).toAbsolutePath();
    return YAML.formatted(database.port(), database.socket(), apps);
  }

  private void keep(String password) throws Exception {
    Files.createDirectories(home.resolve("data"));
    new SecretStore(home.resolve("data"), name -> null)
        .blockingPut(new SecretName("MYSQL_AUTH/password"), password);
  }

  private static int status(TestServer server, String path) {
    try {
      return get(server, path).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> get(TestServer server, String path) throws Exception {
    return new Visitor(server.url("http", 0, "/")).get(path.substring(1));
  }
}
