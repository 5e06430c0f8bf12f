package site.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.secrets.Keyring;
import site.secrets.SecretName;
import site.secrets.SecretStore;

/** {@code secret import-keyring}: takes over what Python's keyring library keeps. */
@Command(
    name = "import-keyring",
    description = {
      "Take over entries of Python's keyring: of its own command, of secret-tool, or of the file of",
      "its plain-text backend. With --stdin from lines GROUP/name=value."
    })
final class SecretImportCommand implements Callable<Integer> {
  /** The entries that mail, database and weather were kept under. */
  private static final List<String> USUAL =
      List.of(
          "GMAIL_AUTH/mail_username",
          "GMAIL_AUTH/mail_password",
          "GMAIL_AUTH/mail_server",
          "MYSQL_AUTH/user",
          "MYSQL_AUTH/password",
          "MYSQL_AUTH/host",
          "OPENWEATHERMAP_AUTH/api_key");

  private static final int MAX_BYTES = 1 << 20;

  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Option(names = "--stdin", description = "Read lines GROUP/name=value.")
  private boolean stdin;

  @Option(names = "--replace", description = "Also those the store has with another value.")
  private boolean replace;

  @Parameters(
      arity = "0..*",
      paramLabel = "GROUP/NAME",
      description =
          "Which ones (default: the seven of GMAIL_AUTH, MYSQL_AUTH, OPENWEATHERMAP_AUTH).")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    Map<SecretName, String> found = stdin ? blockingLines() : blockingEntries();
    SecretStore store = new SecretsHome(home).store();
    PrintWriter out = spec.commandLine().getOut();
    found.forEach((name, value) -> out.println(name + ": " + blockingTake(store, name, value)));
    out.flush();
    if (found.isEmpty()) {
      throw new IllegalStateException("no keyring here has any of them");
    }
    return ExitCode.DONE;
  }

  private String blockingTake(SecretStore store, SecretName name, String value) {
    if (store.blockingNames().contains(name) && !replace) {
      boolean same = store.blockingFind(name).equals(Optional.of(value));
      return same ? "is stored already" : "the store has another value; --replace takes this one";
    }
    store.blockingPut(name, value);
    return "stored";
  }

  private Map<SecretName, String> blockingEntries() {
    Keyring keyring = new Keyring(System::getenv);
    Map<SecretName, String> found = new LinkedHashMap<>();
    for (String name : names.isEmpty() ? USUAL : names) {
      SecretName wanted = new SecretName(name);
      Optional<String> value = keyring.blockingFind(wanted);
      value.ifPresentOrElse(
          one -> found.put(wanted, one),
          () -> spec.commandLine().getErr().println(name + ": no keyring here has it"));
    }
    spec.commandLine().getErr().flush();
    return found;
  }

  private Map<SecretName, String> blockingLines() throws IOException {
    String text = new String(System.in.readNBytes(MAX_BYTES), UTF_8);
    Map<SecretName, String> found = new LinkedHashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (line.isBlank()) {
        continue;
      }
      if (equals < 0) {
        throw new IllegalArgumentException("a line has no = (expected GROUP/name=value)");
      }
      found.put(new SecretName(line.substring(0, equals).strip()), line.substring(equals + 1));
    }
    return found;
  }
}
