package site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built jar with the database the build packed, when something is killed. */
class DatabaseIT {
  @TempDir Path home;
  private int port;

  @BeforeEach
  void writeSite() throws IOException {
    port = Ports.free();
    TestServer.write(
        home.resolve("counter/java/counter/CounterVerticle.java"), DatabaseAppTest.VERTICLE);
    TestServer.write(
        home.resolve("config/site.yaml"),
        DatabaseAppTest.YAML.formatted(1).replace("127.0.0.1:0", "127.0.0.1:" + port));
  }

  @Test
  void whatWasAnsweredOutlivesAKilledServerAndItsDatabaseIsNotLeftBehind() throws Exception {
    long orphan;
    try (JarProcess killed = JarProcess.serve(home)) {
      assertThat(get()).isEqualTo("1");
      orphan = database();
      killed.signal("KILL");
      killed.blockingEnd();
    }
    assertThat(lives(orphan)).isTrue();

    try (JarProcess next = JarProcess.serve(home)) {
      assertThat(lives(orphan)).isFalse();
      assertThat(get()).isEqualTo("2");
      long child = database();

      next.signal("TERM");

      assertThat(next.blockingEnd().exit()).isZero();
      assertThat(lives(child)).isFalse();
    }
  }

  @Test
  void theAppSaysSoWhileThereIsNoDatabaseAndGoesOnWhenThereIs() throws Exception {
    try (JarProcess server = JarProcess.serve(home)) {
      assertThat(get()).isEqualTo("1");

      ProcessHandle.of(database()).orElseThrow().destroyForcibly();

      server.blockingAwait(line -> line.contains("database: it ended with code"));
      server.blockingAwait(line -> line.contains("database ready"));
      assertThat(get()).isIn("2", "3");
      server.signal("TERM");
      assertThat(server.blockingEnd().exit()).isZero();
    }
  }

  /** The first request after a kill may meet a connection that is gone. */
  private String get() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build();
    HttpClient client = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    var response = client.send(request, BodyHandlers.ofString());
    while (response.statusCode() != 200 && System.nanoTime() < deadline) {
      response = client.send(request, BodyHandlers.ofString());
    }
    return response.body();
  }

  private long database() throws IOException {
    return Long.parseLong(Files.readString(home.resolve("data/db/mariadb.pid")).strip());
  }

  /** Not asked of the process: one that ended stays as long as nobody reaps it. */
  private boolean lives(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains("--datadir=" + home);
    } catch (IOException gone) {
      return false;
    }
  }
}
