package site;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code java -jar target/site.jar}, run as a user would. */
final class JarProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final BufferedReader out;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private JarProcess(Process process) {
    this.process = process;
    this.out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** What a finished command said, both outputs together. */
  record Result(int exit, String text) {}

  /** Starts a verb and returns at once. */
  static JarProcess start(Path home, String... arguments) throws IOException {
    return start(Path.of(System.getProperty("java.home"), "bin", "java"), home, arguments);
  }

  private static JarProcess start(Path java, Path home, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-Xmx256m", "-jar", System.getProperty("site.jar")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().remove("SITE_HOME");
    return new JarProcess(builder.redirectErrorStream(true).start());
  }

  /** Runs a verb to its end. */
  static Result run(Path home, String... arguments) throws IOException, InterruptedException {
    try (JarProcess process = start(home, arguments)) {
      return process.blockingEnd();
    }
  }

  /** Starts the server and returns when it says that it is ready. */
  static JarProcess serve(Path home) throws IOException {
    return awaitReady(start(home, "run"));
  }

  /** The same on another Java. */
  static JarProcess serve(Path java, Path home) throws IOException {
    return awaitReady(start(java, home, "run"));
  }

  private static JarProcess awaitReady(JarProcess server) throws IOException {
    server.blockingAwait(line -> line.startsWith("ready"));
    return server;
  }

  /** Reads on until a line is as expected; fails with all that was said when it does not come. */
  void blockingAwait(Predicate<String> expected) throws IOException {
    String line;
    while ((line = out.readLine()) != null) {
      lines.add(line);
      if (expected.test(line)) {
        return;
      }
    }
    throw new AssertionError("the process ended and said\n" + String.join("\n", lines));
  }

  /** Waits for the end; a process that does not come to one is killed and the test fails. */
  Result blockingEnd() throws InterruptedException {
    CompletableFuture<Void> reading = CompletableFuture.runAsync(this::blockingReadToEnd);
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
      throw new AssertionError("the process does not end; it said\n" + String.join("\n", lines));
    }
    reading.join();
    return new Result(process.exitValue(), String.join("\n", lines));
  }

  private void blockingReadToEnd() {
    out.lines().forEach(lines::add);
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  /** Whether whoever started the tests has this signal ignored, which processes inherit. */
  boolean ignores(int signal) throws IOException {
    String mask =
        Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring("SigIgn:".length()).strip())
            .findFirst()
            .orElseThrow();
    return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) == 1;
  }

  long pid() {
    return process.pid();
  }

  /** A port nobody listens on at this moment. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
