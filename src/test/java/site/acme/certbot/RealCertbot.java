package site.acme.certbot;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import site.tls.InternalCa;

/**
 * Debian's certbot, which gets its certificates from a pebble that believes whatever it is told.
 */
final class RealCertbot implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final Process pebble;

  private RealCertbot(Path directory, int port, Process pebble) {
    this.directory = directory;
    this.port = port;
    this.pebble = pebble;
  }

  static boolean isInstalled() {
    return Stream.of("/usr/bin/certbot", "/usr/bin/pebble")
        .allMatch(program -> Files.isExecutable(Path.of(program)));
  }

  static RealCertbot start(Path directory) throws Exception {
    int port = freePort();
    InternalCa ca = InternalCa.blockingOpen(directory.resolve("ca"), Clock.systemUTC());
    ca.blockingIssue(Set.of("localhost", "127.0.0.1"));
    String server;
    try (Stream<Path> files = Files.list(directory.resolve("ca/servers"))) {
      server = files.findFirst().orElseThrow().toString();
    }
    JsonObject config =
        new JsonObject()
            .put("listenAddress", "127.0.0.1:" + port)
            .put("managementListenAddress", "127.0.0.1:0")
            .put("certificate", server)
            .put("privateKey", server)
            .put("httpPort", 5002)
            .put("tlsPort", 5001);
    Path file = directory.resolve("pebble.json");
    Files.writeString(file, new JsonObject().put("pebble", config).encode());
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/pebble", "-config", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("pebble.log").toFile());
    builder.environment().put("PEBBLE_VA_ALWAYS_VALID", "1");
    builder.environment().put("PEBBLE_VA_NOSLEEP", "1");
    builder.environment().put("PEBBLE_WFE_NONCEREJECT", "0");
    RealCertbot started = new RealCertbot(directory, port, builder.start());
    started.awaitPort();
    return started;
  }

  Path tree() {
    return directory.resolve("etc");
  }

  String server() {
    return "https://localhost:" + port + "/dir";
  }

  /** One run of {@code certbot certonly}, which takes some seconds. */
  void certonly(String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/usr/bin/certbot",
                "certonly",
                "--non-interactive",
                "--agree-tos",
                "--register-unsafely-without-email",
                "--no-verify-ssl",
                "--standalone",
                "--http-01-port",
                Integer.toString(freePort()),
                "--server",
                server(),
                "--config-dir",
                tree().toString(),
                "--work-dir",
                directory.resolve("work").toString(),
                "--logs-dir",
                directory.resolve("logs").toString()));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).describedAs(output).isZero();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void awaitPort() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    while (System.nanoTime() < end) {
      try (Socket socket = new Socket("127.0.0.1", port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    close();
    throw new IOException(Files.readString(directory.resolve("pebble.log")));
  }

  @Override
  public void close() {
    pebble.destroyForcibly().onExit().join();
  }
}
