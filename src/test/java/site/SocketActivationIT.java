package site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Started by systemd's own program with a socket that is open already. */
class SocketActivationIT {
  private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");

  @TempDir Path home;

  @Test
  void theInheritedSocketIsServedAndOutlivesAReload() throws Exception {
    assumeThat(ACTIVATE).exists();
    int port = Ports.free();
    write(port, "[h1, h2]");
    Process server = start(port);
    try {
      Await.until(() -> answers(port));
      assertThat(get(port)).isEqualTo("activated");

      write(port, "[h1]");
      assertThat(JarProcess.run(home, "reload").exit()).isZero();

      assertThat(get(port)).isEqualTo("activated");
      assertThat(JarProcess.run(home, "stop").exit()).isZero();
      assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(home.resolve("out"))).doesNotContain("cannot listen");
    } finally {
      server.destroyForcibly();
    }
  }

  private void write(int port, String protocols) {
    TestServer.write(
        home.resolve("config/site.yaml"),
        """
        listeners: [{ address: "127.0.0.1:%d", protocols: %s }]
        sites: [{ hosts: ["*"], routes: [{ path: "/*", respond: { body: activated } }] }]
        """
            .formatted(port, protocols));
  }

  private Process start(int port) throws IOException {
    return new ProcessBuilder(
            ACTIVATE.toString(),
            "-l",
            "127.0.0.1:" + port,
            java(),
            "-jar",
            System.getProperty("site.jar"),
            "run")
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("out").toFile())
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String get(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(Duration.ofSeconds(30))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  /** Whether the socket is there; what connects also starts the server. */
  private static boolean answers(int port) {
    try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
