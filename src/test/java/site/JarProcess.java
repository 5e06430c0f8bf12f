package site;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** {@code java -jar target/site.jar}, run as a user would. */
public final class JarProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, Integer> MAY_BE_IGNORED = Map.of("HUP", 1, "INT", 2);

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader = new Thread(this::blockingRead, "output of the jar");
  private int awaited;

  private JarProcess(Process process) {
    this.process = process;
    reader.setDaemon(true);
    reader.start();
  }

  /** From the beginning on, so that no process has to wait for its output to be taken. */
  private void blockingRead() {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      out.lines().forEach(lines::add);
    } catch (IOException | UncheckedIOException closed) {
      // killed in the middle of a line
    }
  }

  /** What a finished command said, both outputs together. */
  public record Result(int exit, String text) {}

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
  public static Result run(Path home, String... arguments)
      throws IOException, InterruptedException {
    try (JarProcess process = start(home, arguments)) {
      return process.blockingEnd();
    }
  }

  /** Starts the server and returns when it says that it is ready. */
  public static JarProcess serve(Path home) throws IOException {
    return awaitReady(start(home, "run"));
  }

  /** The same on another Java. */
  static JarProcess serve(Path java, Path home) throws IOException {
    return awaitReady(start(java, home, "run"));
  }

  private static JarProcess awaitReady(JarProcess server) {
    server.blockingAwait(line -> line.startsWith("ready"));
    return server;
  }

  /**
   * Waits for a line after the one awaited before; fails with all that was said when it does not
   * come within a minute.
   */
  void blockingAwait(Predicate<String> expected) {
    Await.first(
        PATIENCE,
        () -> {
          boolean isOver = !reader.isAlive();
          Optional<String> found = next(expected);
          if (found.isEmpty() && isOver) {
            throw new AssertionError("the process ended and said\n" + text());
          }
          return found;
        },
        () -> "the process said\n" + text());
  }

  private Optional<String> next(Predicate<String> expected) {
    while (awaited < lines.size()) {
      String line = lines.get(awaited++);
      if (expected.test(line)) {
        return Optional.of(line);
      }
    }
    return Optional.empty();
  }

  private String text() {
    return String.join("\n", lines);
  }

  /** Waits for the end; a process that does not come to one is killed and the test fails. */
  public Result blockingEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process does not end; it said\n" + text());
    }
    reader.join(PATIENCE.toMillis());
    return new Result(process.exitValue(), text());
  }

  /** Of no use where whoever started the tests has the signal ignored, which processes inherit. */
  public void signal(String name) throws IOException, InterruptedException {
    if (MAY_BE_IGNORED.containsKey(name)) {
      assumeThat(ignores(MAY_BE_IGNORED.get(name))).as(name + " is ignored here").isFalse();
    }
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private boolean ignores(int signal) throws IOException {
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

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
