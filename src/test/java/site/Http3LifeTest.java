package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import site.Http3Client.Answer;
import site.admin.AdminClient;
import site.deploy.AppJar;
import site.tls.QuicContexts;

/** Connections of HTTP/3 live through what changes around them. */
class Http3LifeTest {
  private static final String LATE = "begun and done";

  @TempDir Path home;

  @BeforeAll
  static void needsItsNativePart() {
    assumeThat(QuicContexts.problem()).isEmpty();
  }

  @BeforeEach
  void writeApp() throws Exception {
    Files.createDirectories(home.resolve("apps"));
    late(1).pack(home.resolve("apps/late.jar"));
  }

  private static AppJar late(int version) {
    return AppJar.answering(
        """
        request.response().putHeader("x-version", "%d").setChunked(true).write("begun");
        vertx.setTimer(700, id -> request.response().end(" and done"));
        """
            .formatted(version));
  }

  private static String yaml(String idle, String tls) {
    return """
        listeners: [{ address: "127.0.0.1:0", tls: true }]
        limits: { idle: %s }
        %s
        apps: { late: { from: apps/late.jar } }
        sites: [{ hosts: [www.h3.test, localhost], routes: [{ app: late }] }]
        """
        .formatted(idle, tls);
  }

  private static Http3Client client(TestServer server) {
    return new Http3Client(server.port(0), server.root());
  }

  @Test
  void aReloadThatChangesNothingOfTheListenerKeepsTheConnection() throws Exception {
    try (TestServer server = TestServer.start(home, yaml("60s", ""));
        Http3Client client = client(server)) {
      client.get("/");

      server.reload(yaml("60s", "log: { access: { to: off } }"));

      assertThat(client.get("/").text()).isEqualTo(LATE);
      assertThat(server.state().counts().connections().values()).allMatch(c -> c.accepted() == 1);
    }
  }

  @Test
  void aListenerThatChangesFinishesItsRequestsAndSpeaksHttp3AgainWhenItHas() throws Exception {
    String fixedPort = "127.0.0.1:" + Ports.free();
    String before = yaml("60s", "").replace("127.0.0.1:0", fixedPort);
    try (TestServer server = TestServer.start(home, before);
        Http3Client client = client(server)) {
      Future<Answer> underWay = client.got("/", Map.of());
      Await.until(() -> server.state().inFlight() == 1);

      server.reload(yaml("61s", "").replace("127.0.0.1:0", fixedPort));

      assertThat(Http3Client.await(underWay).text()).isEqualTo(LATE);
      Await.until(() -> altSvc(server));
      try (Http3Client next = client(server)) {
        assertThat(next.get("/").text()).isEqualTo(LATE);
      }
    }
  }

  private static boolean altSvc(TestServer server) {
    try {
      return server.getTls(0, "/").headers().firstValue("alt-svc").isPresent();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStopFinishesWhatWasBegun() throws Exception {
    TestServer server = TestServer.start(home, yaml("60s", ""));
    try (Http3Client client = client(server)) {
      Future<Answer> underWay = client.got("/", Map.of());
      Await.until(() -> server.state().inFlight() == 1);

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

      assertThat(Http3Client.await(underWay).text()).isEqualTo(LATE);
      stopped.get(30, java.util.concurrent.TimeUnit.SECONDS);
    }
  }

  @Test
  void aRedeploymentFailsNoRequest() throws Exception {
    Path two = late(2).pack(home.resolve("two.jar"));
    try (TestServer server = TestServer.start(home, yaml("60s", ""));
        Http3Client client = client(server)) {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(client.got("/", Map.of()));
      }
      String query = URLEncoder.encode(two.toString(), StandardCharsets.UTF_8);
      new AdminClient(home.resolve("run/admin.sock"))
          .blockingAsk("POST", "/apps/late/deploy?file=" + query, "text/plain");

      Http3Client.await(Future.all(answers));
      assertThat(answers).allMatch(answer -> answer.result().text().equals(LATE));
      assertThat(client.get("/").fields()).containsEntry("x-version", "2");
    }
  }

  @Test
  void aNewCertificateIsForNewConnectionsAndOldOnesGoOn() throws Exception {
    Path root = makeCertificate();
    String yaml =
        yaml(
            "60s",
            "tls: { certificates: [{ names: [www.h3.test, localhost],"
                + " certificate: certs/a.pem, key: certs/a.key }] }");
    try (TestServer server = TestServer.start(home, yaml);
        Http3Client before = new Http3Client(server.port(0), root)) {
      before.get("/");
      Path next = makeCertificate();

      server.reload();

      assertThat(before.get("/").text()).isEqualTo(LATE);
      try (Http3Client after = new Http3Client(server.port(0), next)) {
        assertThat(after.get("/").text()).isEqualTo(LATE);
      }
    }
  }

  /** Another one for the same names; its own root, of which a copy stays. */
  private Path makeCertificate() throws Exception {
    Path certs = Files.createDirectories(home.resolve("certs"));
    Process openssl =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3"
                    .concat(" -subj /O=own")
                    .concat(" -addext subjectAltName=DNS:www.h3.test,DNS:localhost")
                    .concat(" -keyout certs/a.key -out certs/a.pem")
                    .split(" ", -1))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(openssl.waitFor()).isZero();
    Path copy = Files.createTempFile(certs, "root", ".pem");
    return Files.copy(certs.resolve("a.pem"), copy, StandardCopyOption.REPLACE_EXISTING);
  }
}
