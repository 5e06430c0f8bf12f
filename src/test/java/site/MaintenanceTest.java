package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site that is being worked on, and what browsers are told to be careful with. */
class MaintenanceTest {
  @TempDir Path home;

  @Test
  void visitorsWaitWhileItIsConfigured() throws Exception {
    TestServer.write(home.resolve("page.html"), "<h1>Back soon</h1>");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: ["*"]
            maintenance: { page: page.html, retry-after: 2m }
            headers: { preset: secure, response: { referrer-policy: null } }
            routes:
              - { path: /plain, maintenance: true, respond: { body: in } }
              - { path: /health, maintenance: false, respond: { body: ok, headers: { x-frame-options: DENY } } }
              - { path: /us, maintenance: { allow: [127.0.0.0/8] }, headers: { preset: none }, respond: { body: us } }
              - { respond: { body: in } }
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpResponse<String> page = server.get(0, "/");
      HttpResponse<String> health = server.get(0, "/health");

      assertThat(page.statusCode()).isEqualTo(503);
      assertThat(page.body()).isEqualTo("<h1>Back soon</h1>");
      assertThat(page.headers().firstValue("retry-after")).hasValue("120");
      assertThat(page.headers().firstValue("x-frame-options")).hasValue("SAMEORIGIN");
      assertThat(page.headers().firstValue("referrer-policy")).isEmpty();
      assertThat(server.get(0, "/plain").statusCode()).isEqualTo(503);
      assertThat(server.get(0, "/plain").headers().firstValue("retry-after")).hasValue("600");
      assertThat(health.body()).isEqualTo("ok");
      assertThat(health.headers().allValues("x-frame-options")).containsExactly("DENY");
      assertThat(server.get(0, "/us").body()).isEqualTo("us");
      assertThat(server.get(0, "/us").headers().firstValue("x-frame-options")).isEmpty();
    }
  }

  @Test
  void aFileSwitchesItOnAndOff() throws Exception {
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        sites:
          - hosts: ["*"]
            maintenance: { file: maintenance }
            routes: [{ respond: { body: in } }]
        """;
    try (TestServer server = TestServer.start(home, yaml)) {
      assertThat(server.get(0, "/").statusCode()).isEqualTo(200);

      Files.createFile(home.resolve("maintenance"));
      Await.until(() -> status(server) == 503);

      Files.delete(home.resolve("maintenance"));
      Await.until(() -> status(server) == 200);
    }
  }

  private static int status(TestServer server) {
    try {
      return server.get(0, "/").statusCode();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
