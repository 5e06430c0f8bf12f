package site.acme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program of the operator's, run without a shell: what is in a name or a value stays one argument
 * or one variable, whatever characters it has.
 *
 * @param words the program and its arguments
 * @param timeout after which it is ended, with all it has started
 */
public record ExternalCommand(List<String> words, Duration timeout) {
  private static final int LONGEST_OUTPUT = 64 * 1024;
  private static final int SHOWN_OUTPUT = 500;

  public ExternalCommand {
    words = List.copyOf(words);
  }

  /**
   * How it ended.
   *
   * @param output standard output and errors together, its first 64 KiB
   */
  public record Result(int exit, String output) {
    public boolean isSuccess() {
      return exit == 0;
    }

    /** The end of the output on one line, for messages. */
    public String shown() {
      String line = output.strip().replaceAll("\\p{Cntrl}+", " ");
      return line.length() <= SHOWN_OUTPUT
          ? line
          : "…" + line.substring(line.length() - SHOWN_OUTPUT);
    }
  }

  /**
   * Runs it to its end.
   *
   * @param environment added to that of this process
   * @param input what it reads on its standard input
   * @throws IOException with a sentence, when it cannot be started or takes too long
   */
  public Result blockingRun(Map<String, String> environment, String input) throws IOException {
    // Files instead of pipes: a child left behind by the program cannot keep us reading.
    Path in = Files.createTempFile("site-command", ".in");
    Path out = Files.createTempFile("site-command", ".out");
    try {
      Files.writeString(in, input);
      return new Result(blockingExit(start(environment, in, out)), blockingRead(out));
    } finally {
      Files.delete(in);
      Files.delete(out);
    }
  }

  private Process start(Map<String, String> environment, Path in, Path out) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IOException("\"" + words.get(0) + "\" cannot be run: " + e.getMessage(), e);
    }
  }

  private int blockingExit(Process process) throws IOException {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IOException(
          "\"%s\" took longer than %d s and was ended"
              .formatted(words.get(0), timeout.toSeconds()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while \"" + words.get(0) + "\" ran", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static String blockingRead(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
    }
  }
}
