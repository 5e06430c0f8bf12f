package site.acme;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import site.Await;
import site.Ports;

/**
 * An authority of another make than pebble: Caddy's {@code acme_server}. It looks for http-01 at
 * port 80 and nowhere else, so names are proved to it by DNS.
 */
final class Caddy implements AutoCloseable {
  static final String MISSING = "there is no Caddy (scripts/fetch-authorities)";

  private static final Path BINARY = Path.of("target/authorities/usr/bin/caddy").toAbsolutePath();

  /** Unasked it would put its root into this machine's trust stores: skip_install_trust. */
  private static final String CONFIGURATION =
      """
      {
        admin off
        persist_config off
        skip_install_trust
        auto_https disable_redirects
        storage file_system "%s"
      }
      https://localhost:%d {
        bind 127.0.0.1
        tls internal
        acme_server {
          resolvers %s
        }
      }
      """;

  private final Path directory;
  private final int port = Ports.free();
  private final Process process;

  /**
   * Starts it.
   *
   * @param names address and port of a DNS server
   */
  Caddy(Path directory, String names) throws IOException {
    this.directory = Files.createDirectories(directory);
    Path file = directory.resolve("Caddyfile");
    Files.writeString(file, CONFIGURATION.formatted(directory.resolve("data"), port, names));
    this.process =
        new ProcessBuilder(BINARY.toString(), "run", "--config", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    Await.until(() -> Files.exists(root()) && accepts(), () -> "see " + directory);
  }

  static boolean isInstalled() {
    return Files.isExecutable(BINARY);
  }

  private boolean accepts() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  URI directoryUrl() {
    return URI.create("https://localhost:" + port + "/acme/local/directory");
  }

  /** PEM file of the authority its own server is under, and what it issues. */
  Path root() {
    return directory.resolve("data/pki/authorities/local/root.crt");
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
