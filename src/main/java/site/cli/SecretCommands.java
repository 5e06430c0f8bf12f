package site.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.secrets.SecretName;
import site.secrets.Secrets;

/** {@code secret set}, {@code secret list} and {@code secret rm}. */
final class SecretCommands {
  private SecretCommands() {}

  /** What is said to whoever changed something a running server has read already. */
  static final String TAKEN_BY = "; a running server takes it with `reload`";

  private static SecretName name(List<String> words) {
    return new SecretName(String.join("/", words));
  }

  /** {@code secret set GROUP name}: keep a value. */
  @Command(name = "set", description = "Keep a value, typed unseen or read from stdin.")
  static final class Put implements Callable<Integer> {
    private static final int MAX_BYTES = 256 << 10;

    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(arity = "1..2", paramLabel = "GROUP NAME", description = "Its name.")
    private List<String> words;

    @Override
    public Integer call() throws IOException {
      SecretName name = name(words);
      new SecretsHome(home).store().blockingPut(name, blockingValue(name));
      spec.commandLine().getOut().println("stored " + name + TAKEN_BY);
      return ExitCode.DONE;
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on it asks through standard input, too
    private static String blockingValue(SecretName name) throws IOException {
      Console console = System.console();
      if (console == null) {
        byte[] all = System.in.readNBytes(MAX_BYTES);
        return new String(all, UTF_8).replaceFirst("\\r?\\n\\z", "");
      }
      char[] first = console.readPassword("Value of %s: ", name);
      char[] second = console.readPassword("Again: ");
      if (!Arrays.equals(first, second)) {
        throw new IllegalArgumentException("the two differ");
      }
      return first == null ? "" : new String(first);
    }
  }

  /** {@code secret list}: names, never values. */
  @Command(name = "list", description = "Show the names in the store and where each comes from.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @Override
    public Integer call() {
      SecretsHome place = new SecretsHome(home);
      Secrets secrets = place.secrets();
      PrintWriter out = spec.commandLine().getOut();
      JsonArray all = new JsonArray();
      for (SecretName name : place.store().blockingNames()) {
        String from = secrets.blockingPlace(name).orElse("store");
        all.add(new JsonObject().put("name", name.text()).put("from", from));
        if (!json) {
          out.println("%-40s %s".formatted(name, from));
        }
      }
      if (json) {
        out.println(all.encodePrettily());
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  /** {@code secret rm GROUP name}: forget one. */
  @Command(name = "rm", description = "Forget a value.")
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(arity = "1..2", paramLabel = "GROUP NAME", description = "Its name.")
    private List<String> words;

    @Override
    public Integer call() {
      SecretName name = name(words);
      if (!new SecretsHome(home).store().blockingRemove(name)) {
        throw new IllegalStateException("the store has no secret " + name);
      }
      spec.commandLine().getOut().println("removed " + name);
      return ExitCode.DONE;
    }
  }
}
