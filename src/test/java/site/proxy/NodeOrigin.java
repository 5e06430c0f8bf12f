package site.proxy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import site.config.TargetTls;
import site.config.TargetUrl.Protocol;
import site.proxy.Front.Settings;

/** A Node process that runs {@code origin.js}: a target with another mind than ours. */
final class NodeOrigin implements AutoCloseable {
  private static final String NAME = "node.internal";

  private final Path dir;
  private final Process process;
  private final int http;
  private final int h2c;
  private final int h2;

  /** Starts it with a directory for its sockets and certificate. */
  NodeOrigin(Path dir) throws IOException, InterruptedException {
    this.dir = dir;
    Certificates.make(dir, "node", NAME);
    try (InputStream script = NodeOrigin.class.getResourceAsStream("origin.js")) {
      Files.write(dir.resolve("origin.js"), script.readAllBytes());
    }
    process =
        new ProcessBuilder("node", "origin.js", dir.toString(), "node.pem", "node.key")
            .directory(dir.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] ports = firstLine(process).split(" ", -1);
    http = Integer.parseInt(ports[0]);
    h2c = Integer.parseInt(ports[1]);
    h2 = Integer.parseInt(ports[2]);
  }

  private static String firstLine(Process process) throws IOException {
    return String.valueOf(
        new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
            .readLine());
  }

  int httpPort() {
    return http;
  }

  int h2cPort() {
    return h2c;
  }

  int h2Port() {
    return h2;
  }

  /** {@code h2c}, {@code h2} or {@code https}. */
  Path socket(String name) {
    return dir.resolve(name + ".sock");
  }

  /** A proxy that trusts it. */
  Settings settings(Protocol protocol) {
    return Settings.PLAIN
        .protocol(protocol)
        .tls(
            new TargetTls(
                Optional.of(dir.resolve("node.pem")), Optional.of(NAME), false, Optional.empty()));
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
