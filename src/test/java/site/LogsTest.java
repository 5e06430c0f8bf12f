package site;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import site.http.RawHttp;
import site.http.Refusal;

/** What a server writes down of itself and its requests, seen in the files it leaves. */
class LogsTest {
  @TempDir Path home;

  @Test
  void whatHappensBeforeTheFirstRevisionServesIsInTheFileToo() throws Exception {
    TestServer.write(home.resolve("apps/broken/java/Broken.java"), "this is not Java");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { access: { to: off }, server: { to: logs/server.log } }
        apps: { broken: { from: apps/broken } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", app: broken }] }]
        """;

    TestServer.start(home, yaml).close();

    assertThat(Files.readString(home.resolve("logs/server.log")))
        .contains("broken")
        .contains("Broken.java")
        .contains("revision 1 serves");
  }

  @Test
  void aServerWhoseLogCannotBeOpenedDoesNotStart() {
    TestServer.write(home.resolve("logs"), "a file where a folder should be");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { server: { to: logs/server.log } }
        sites: [{ hosts: ["*"], routes: [{ path: "/*", respond: { status: 204 } }] }]
        """;

    assertThatThrownBy(() -> TestServer.start(home, yaml))
        .hasMessageContaining("log file")
        .hasMessageContaining("server.log");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "5\r\nabcdeXX\r\n", "5\nabcde\r\n0\r\n\r\n"})
  void aRequestWithMalformedContentIsLoggedAsWhatItWasAnswered(String content) throws Exception {
    Path log = home.resolve("logs/access.log");
    String yaml =
        """
        listeners: [{ address: "127.0.0.1:0" }]
        log: { access: { to: logs/access.log } }
        sites: [{ hosts: ["*"], routes: [{ proxy: "%s" }] }]
        """;
    try (var target = new StrictOrigin();
        TestServer server = TestServer.start(home, yaml.formatted(target.url()));
        var client = RawHttp.open(server.port(0), "POST", "/", "Transfer-Encoding: chunked")) {

      client.getOutputStream().write(content.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(RawHttp.read(client.getInputStream()).status()).isEqualTo(400);
      Await.until(() -> read(log).contains("\"POST / HTTP/1.1\" 400 "), () -> read(log));
      assertThat(server.state().counts().traffic().refused()).containsEntry(Refusal.MALFORMED, 1L);
    }
  }

  private static final String REASONS =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      log: { access: { to: logs/access.log, format: '"$request" $status $note' } }
      """;

  @Test
  void whatIsNoRequestIsLoggedWithoutOne() throws Exception {
    Path log = home.resolve("logs/access.log");
    byte[] handshake = "\u0016\u0003\u0001 is how TLS begins\r\n\r\n".getBytes(US_ASCII);
    try (TestServer server = TestServer.start(home, REASONS);
        var client = new Socket(InetAddress.getLoopbackAddress(), server.port(0))) {

      client.getOutputStream().write(handshake);

      Await.until(() -> read(log).contains("\"-\" 400 malformed request: "), () -> read(log));
    }
  }

  @Test
  void aTunnelThatWasRefusedIsLoggedWithWhereItShouldHaveLed() throws Exception {
    Path log = home.resolve("logs/access.log");
    byte[] connect = RawHttp2.block(":method: CONNECT", ":authority: x:80");
    try (TestServer server = TestServer.start(home, REASONS);
        RawHttp2 client = RawHttp2.open(server.port(0))) {

      client.send(RawHttp2.frame(RawHttp2.HEADERS, RawHttp2.END_HEADERS, 1, connect));

      assertThat(client.response(1)).startsWith("501 ");
      Await.until(() -> read(log).startsWith("\"CONNECT x:80 HTTP/2.0\" 501 "), () -> read(log));
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static final String SITE =
      """
      listeners: [{ address: "127.0.0.1:0" }]
      admin: { address: "127.0.0.1:0" }
      sites:
        - hosts: ["*"]
          routes:
            - { path: "/ok/*", respond: { status: 204 } }
            - { path: "/down/*", proxy: "http://127.0.0.1:1" }
      """;

  @Test
  void aFullDiskIsSaidAndTheServerServesOn() throws Exception {
    String yaml = SITE + "log: { access: { to: /dev/full }, server: { to: off } }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      await(
          () -> {
            assertThat(server.get(0, "/ok/").statusCode()).isEqualTo(204);
            return server
                .getAdmin("/metrics")
                .body()
                .contains("site_log_failing{log=\"/dev/full\"} 1.0");
          });

      assertThat(server.getAdmin("/health/ready").body())
          .contains("log /dev/full cannot be written");
      assertThat(server.getAdmin("/health/ready").statusCode()).isEqualTo(200);
      assertThat(server.get(0, "/ok/").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void ofASampleOnlyErrorsAreSure() throws Exception {
    String yaml =
        SITE
            + "log: { access: { to: logs/access.log, format: '$status', sample: 0% },"
            + " server: { to: off } }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      for (int i = 0; i < 20; i++) {
        server.get(0, "/ok/");
      }
      server.get(0, "/nowhere");
    }

    assertThat(home.resolve("logs/access.log")).hasContent("404\n");
  }

  @Test
  void aFileIsPutAsideAsConfiguredAndAReloadMayChangeThat() throws Exception {
    String log =
        "log: { access: { to: logs/access.log, rotate: { size: 64KiB, keep: 1 } },"
            + " server: { to: off } }\n";
    String path = "/ok/" + "x".repeat(8_000);
    try (TestServer server = TestServer.start(home, SITE + log.replace("64KiB", "1GiB"))) {
      server.get(0, path);
      server.reload(SITE + log);
      for (int i = 0; i < 19; i++) {
        server.get(0, path);
      }
      await(() -> logFiles().stream().filter(name -> name.endsWith(".gz")).count() == 1);
      server.get(0, "/ok/last");
    }

    assertThat(Files.readString(home.resolve("logs/access.log"))).contains("/ok/last");
    await(() -> logFiles().size() == 2);
  }

  @Test
  void asJsonEveryLineOfTheServersLogIsAnObject() throws Exception {
    TestServer.write(home.resolve("apps/broken/java/Broken.java"), "this is not Java");
    String yaml =
        SITE
            + "      - { path: /app, app: broken }\n"
            + "apps: { broken: { from: apps/broken } }\n"
            + "log: { access: { to: off }, server: { to: logs/server.log, format: json } }\n";

    TestServer.start(home, yaml).close();

    assertThat(Files.readAllLines(home.resolve("logs/server.log")))
        .hasSizeGreaterThan(2)
        .allSatisfy(line -> assertThat(new JsonObject(line).getString("message")).isNotEmpty());
  }

  @Test
  void secretsOfRequestsAreInNoLog() throws Exception {
    String yaml =
        SITE
            + "log: { access: { to: logs/access.log, format: main },"
            + " server: { to: logs/server.log, level: debug } }\n";
    try (TestServer server = TestServer.start(home, yaml)) {
      for (String path : List.of("/ok/", "/down/", "/nowhere", "/%zz")) {
        String answer =
            AdminPagesTest.send(
                server.port(0),
                "GET %s?access_token=SECRET HTTP/1.1\r\nhost: a\r\nconnection: close\r\n"
                        .formatted(path)
                    + "authorization: Bearer SECRET\r\ncookie: id=SECRET\r\n"
                    + "referer: https://a/?password=SECRET\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 ").doesNotContain("SECRET");
      }
    }

    assertThat(Files.readAllLines(home.resolve("logs/access.log"))).hasSize(4);
    for (String name : logFiles()) {
      assertThat(Files.readString(home.resolve("logs").resolve(name))).doesNotContain("SECRET");
    }
  }

  private List<String> logFiles() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("logs"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }
}
