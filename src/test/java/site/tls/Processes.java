package site.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs that judge our certificates and handshakes. */
final class Processes {
  private Processes() {}

  record Result(int exit, String output) {}

  /** Output and errors together. */
  static Result run(String... command) throws IOException, InterruptedException {
    return runWithInput("", command);
  }

  static Result runWithInput(String input, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException endedWithoutReading) {
      // its output tells why
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + String.join(" ", command));
    }
    return new Result(process.exitValue(), output);
  }
}
