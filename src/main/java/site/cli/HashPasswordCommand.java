package site.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.middleware.password.Argon2Hash;

/** {@code hash-password}: what stands in {@code auth.basic.users}. */
@Command(
    name = "hash-password",
    description = "Hash a password, typed unseen or read from stdin, for auth.basic.users.")
final class HashPasswordCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Print a whole line, NAME:HASH.")
  private String name;

  @Override
  public Integer call() throws IOException {
    String password = blockingPassword();
    if (password.isEmpty()) {
      throw new IllegalArgumentException("no password");
    }
    String hash = Argon2Hash.blockingMake(password, new SecureRandom());
    spec.commandLine().getOut().println(name == null ? hash : name + ":" + hash);
    return ExitCode.DONE;
  }

  @SuppressWarnings("SystemConsoleNull") // from Java 22 on it asks through standard input, too
  private static String blockingPassword() throws IOException {
    Console console = System.console();
    if (console == null) {
      String line = new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
      return line == null ? "" : line;
    }
    char[] first = console.readPassword("Password: ");
    char[] second = console.readPassword("Again: ");
    if (!Arrays.equals(first, second)) {
      throw new IllegalArgumentException("the two differ");
    }
    return first == null ? "" : new String(first);
  }
}
