package site.tls.trust;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Shows commands, and runs them unless it is told only to show them. */
final class TrustCommands {
  private final PrintWriter out;
  private final boolean dryRun;

  TrustCommands(PrintWriter out, boolean dryRun) {
    this.out = out;
    this.dryRun = dryRun;
  }

  boolean isDryRun() {
    return dryRun;
  }

  void say(String sentence) {
    out.println(sentence);
    out.flush();
  }

  /** Fails when the command does. */
  void blockingRun(List<String> command) throws TrustFailure {
    say("  " + command.stream().map(TrustCommands::quoted).collect(Collectors.joining(" ")));
    if (dryRun) {
      return;
    }
    Result result = blockingResult(command);
    if (result.exit != 0) {
      throw new TrustFailure(
          "%s failed (%d): %s".formatted(command.get(0), result.exit, result.output.strip()));
    }
  }

  /** Runs a command that only looks; tells whether it succeeded. */
  static boolean blockingAsk(List<String> command) throws TrustFailure {
    return blockingResult(command).exit == 0;
  }

  private record Result(int exit, String output) {}

  private static Result blockingResult(List<String> command) throws TrustFailure {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close(); // nobody is there to answer a question
      byte[] output = process.getInputStream().readAllBytes();
      return new Result(process.waitFor(), new String(output, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TrustFailure(command.get(0) + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrustFailure("interrupted while " + command.get(0) + " ran", e);
    }
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
