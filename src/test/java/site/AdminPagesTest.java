package site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What monitoring and people see at {@code admin.address}. */
class AdminPagesTest {
  private static final String SITE =
      """
      listeners: [{ address: "127.0.0.1:0" }, { address: "127.0.0.1:0", tls: true }]
      log: { access: { to: off } }
      admin: { address: "127.0.0.1:0" }
      sites:
        - hosts: ["*"]
          routes:
            - { path: /ping, respond: { status: 200, body: pong } }
            - { path: /private, deny: [127.0.0.0/8], respond: { status: 200 } }
            - { path: /only, methods: [POST], respond: { status: 200 } }
            - { path: "/<b>/*", respond: { status: 500 } }
            - { path: "/up/*", proxy: "http://127.0.0.1:${env:NOBODY:-1}" }
      """;

  @TempDir Path home;

  @Test
  void requestsAreCountedBySiteRouteAndStatus() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      for (int i = 0; i < 3; i++) {
        server.get(0, "/ping");
      }
      server.get(0, "/private");
      server.get(0, "/nowhere");
      server.get(0, "/only");
      server.get(0, "/up/");
      send(server.port(0), "GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n");

      // the last one, and nothing is under way: what was answered is counted right after that
      awaitMetric(server, "site_refused_total{reason=\"malformed\"} 1.0");
      awaitMetric(server, "site_requests_in_flight 0.0");
      String metrics = server.getAdmin("/metrics").body();

      assertThat(metrics.lines())
          .contains(
              "site_requests_total{route=\"/ping\",site=\"*\",status_class=\"2xx\"} 3.0",
              "site_requests_total{route=\"/private\",site=\"*\",status_class=\"4xx\"} 1.0",
              "site_request_duration_seconds_count{route=\"/ping\",site=\"*\"} 3",
              "site_request_duration_seconds_bucket{route=\"/ping\",site=\"*\",le=\"+Inf\"} 3",
              "site_response_bytes_total{route=\"/ping\",site=\"*\"} 12.0",
              "site_requests_total{route=\"(none)\",site=\"*\",status_class=\"4xx\"} 2.0",
              "site_requests_total{route=\"(none)\",site=\"(none)\",status_class=\"4xx\"} 1.0",
              "site_refused_total{reason=\"forbidden\"} 1.0",
              "site_refused_total{reason=\"not_found\"} 1.0",
              "site_refused_total{reason=\"method\"} 1.0",
              "site_refused_total{reason=\"malformed\"} 1.0",
              "site_refused_total{reason=\"bad_gateway\"} 1.0",
              "site_upstream_failures_total{target=\"127.0.0.1:1\",upstream=\"127.0.0.1:1\"} 1.0",
              "site_requests_in_flight 0.0",
              "site_revision 1.0",
              "site_reloads_total{result=\"refused\"} 0.0",
              "site_log_lines_lost_total 0.0")
          .anyMatch(line -> line.startsWith("site_upstream_healthy{target=\"127.0.0.1:1\""))
          .anyMatch(line -> line.startsWith("tls_cert_not_after_seconds{id="))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"}"))
          .anyMatch(line -> line.startsWith("process_open_fds "));
    }
  }

  @Test
  void countersOutliveAReloadAndReloadsAreCounted() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      server.get(0, "/ping");
      server.reload(SITE.replace("body: pong", "body: again"));
      server.get(0, "/ping");
      assertThatThrownBy(() -> server.reload("nonsense")).hasMessageContaining("nonsense");

      awaitMetric(
          server, "site_requests_total{route=\"/ping\",site=\"*\",status_class=\"2xx\"} 2.0");
      String metrics = server.getAdmin("/metrics").body();

      assertThat(metrics.lines())
          .contains(
              "site_reloads_total{result=\"success\"} 1.0",
              "site_reloads_total{result=\"refused\"} 1.0",
              "site_revision 2.0");
    }
  }

  @Test
  void theAdminAddressStaysWhereItIs() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      String elsewhere = SITE.replace("admin: {", "admin: { socket: run/other.sock,");

      assertThatThrownBy(() -> server.reload(elsewhere)).hasMessageContaining("admin: cannot");

      assertThat(server.getAdmin("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void connectionsAreCountedUntilTheyAreClosed() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      String listener = "{listener=\"http://127.0.0.1:" + server.port(0) + "\"}";
      try (Socket first = new Socket(InetAddress.getLoopbackAddress(), server.port(0));
          Socket second = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
        for (Socket socket : new Socket[] {first, second}) {
          socket.getOutputStream().write("GET /ping HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(UTF_8));
          assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        awaitMetric(server, "site_connections" + listener + " 2.0");
      }

      awaitMetric(server, "site_connections" + listener + " 0.0");
      awaitMetric(server, "site_connections_accepted_total" + listener + " 2.0");
    }
  }

  @Test
  void aTunnelIsARequestUnderWayUntilItEnds() throws Exception {
    try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String yaml = SITE.replace("${env:NOBODY:-1}", Integer.toString(target.getLocalPort()));
      try (TestServer server = TestServer.start(home, yaml)) {
        String listener = "{listener=\"http://127.0.0.1:" + server.port(0) + "\"}";
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {
          client.getOutputStream().write(upgrade());
          try (Socket upstream = target.accept()) {
            upstream.getOutputStream().write(switched());
            assertThat(client.getInputStream().read()).isEqualTo('H');
            awaitMetric(server, "site_connections" + listener + " 1.0");
            awaitMetric(server, "site_requests_in_flight 1.0");
          }
        }
        awaitMetric(server, "site_connections" + listener + " 0.0");
        awaitMetric(server, "site_requests_in_flight 0.0");
      }
    }
  }

  private static byte[] upgrade() {
    return ("GET /up/x HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
            + "sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] switched() {
    return ("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
            + "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void healthSaysWhetherAndWhyNot() throws Exception {
    TestServer.write(home.resolve("apps/broken/java/Broken.java"), "this is not Java");
    String yaml =
        SITE
            + "      - { path: /app, app: broken }\n"
            + "apps: { broken: { from: apps/broken } }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      HttpResponse<String> live = server.getAdmin("/health/live");
      HttpResponse<String> ready = server.getAdmin("/health/ready");
      HttpResponse<String> app = server.getAdmin("/health/ready?app=broken");

      assertThat(live.statusCode()).isEqualTo(200);
      assertThat(ready.statusCode()).isEqualTo(200);
      JsonObject verdict = new JsonObject(ready.body());
      assertThat(verdict.getString("status")).isEqualTo("degraded");
      assertThat(verdict.getJsonArray("degraded").getString(0))
          .startsWith("app broken does not serve");
      assertThat(app.statusCode()).isEqualTo(503);
      assertThat(server.getAdmin("/health/ready?app=nobody").statusCode()).isEqualTo(404);
      assertThat(server.getAdmin("/metrics").body())
          .contains("site_app_instances{app=\"broken\"} 0.0");
    }
  }

  @Test
  void theDashboardShowsEverythingAndNeedsNothingElse() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      server.get(0, "/ping");

      HttpResponse<String> page = server.getAdmin("/");

      assertThat(page.body())
          .contains("http://127.0.0.1:" + server.port(0), "/ping", "respond", "Certificates")
          .contains("/&lt;b&gt;/*")
          .contains("prefers-color-scheme: dark")
          .doesNotContain("<b>", "<script", "src=", "href=", "url(");
      assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
          .startsWith("default-src 'none'");
    }
  }

  @Test
  void onlyThoseWhoMeantThisServerAreAnswered() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      int port = server.getAdmin("/health/live").uri().getPort();
      String request = "GET /metrics HTTP/1.1\r\nconnection: close\r\nhost: ";

      assertThat(send(port, request + "localhost\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      assertThat(send(port, request + "rebound.example\r\n\r\n")).startsWith("HTTP/1.1 421 ");
    }
  }

  @Test
  void aClientThatOffersHttp2IsAnsweredToo() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      HttpRequest request = HttpRequest.newBuilder(server.getAdmin("/health/live").uri()).build();

      HttpResponse<String> answer =
          server
              .client(HttpClient.Version.HTTP_2)
              .send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nothingCanBeChangedThere() throws Exception {
    try (TestServer server = TestServer.start(home, SITE)) {
      for (String path : new String[] {"/stop", "/reload", "/apps", "/"}) {
        URI uri = server.getAdmin("/health/live").uri().resolve(path);
        HttpRequest.Builder post =
            HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.noBody());
        assertThat(server.send(post).statusCode()).isIn(404, 405);
      }
    }
  }

  static String send(int port, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static void awaitMetric(TestServer server, String line) throws Exception {
    await(() -> server.getAdmin("/metrics").body().lines().anyMatch(line::equals), line);
  }

  private static void await(Callable<Boolean> condition, String what) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
