package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The admin pages and the logs of the built jar, where every class they need must be packed. */
class AdminPagesIT {
  @TempDir Path home;

  @Test
  void metricsHealthAndDashboardAreThereAndTheStopIsSaid() throws Exception {
    int port = Ports.free();
    int admin = Ports.free();
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:%d" }]
        admin: { address: "127.0.0.1:%d" }
        log: { access: { to: logs/access.log }, server: { to: logs/server.log, format: json } }
        shutdown: { delay: 5s }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", respond: { status: 200, body: x } }] }]
        """
            .formatted(port, admin));
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(get(port, "/?token=SECRET").statusCode()).isEqualTo(200);

      String counted = "site_requests_total{route=\"/*\",site=\"*\",status_class=\"2xx\"} 1.0";
      JarSite.await(() -> get(admin, "/metrics").body().contains(counted));
      assertThat(get(admin, "/").body()).contains("<title>site.jar</title>", "respond");
      assertThat(get(admin, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(admin, "/health/ready").statusCode()).isEqualTo(200);

      server.signal("TERM");
      awaitNotReady(admin);
      assertThat(server.blockingEnd().exit()).isZero();
    }
    assertThat(Files.readString(home.resolve("logs/access.log"))).contains("/?token=*** HTTP");
    assertThat(Files.readString(home.resolve("logs/server.log"))).startsWith("{\"time\":\"");
  }

  private static void awaitNotReady(int admin) throws Exception {
    HttpResponse<String> ready = get(admin, "/health/ready");
    while (ready.statusCode() == 200) {
      ready = get(admin, "/health/ready");
    }
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("stopping");
  }

  private static HttpResponse<String> get(int port, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
