package site.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code java -jar site.jar}: without a verb it serves. */
@Command(
    name = "site.jar",
    mixinStandardHelpOptions = false,
    sortOptions = false,
    description = "Reverse proxy, static files, HTTPS and applications in one process.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it failed while running, the reason is on stderr",
      "2:wrong usage or invalid configuration"
    },
    subcommands = {
      CheckCommand.class,
      ExplainCommand.class,
      ReloadCommand.class,
      StopCommand.class,
      StatusCommand.class,
      AppCommand.class,
      CertCommand.class,
      ImportCommand.class,
      CacheCommand.class,
      SecretCommand.class,
      HashPasswordCommand.class,
      SchemaCommand.class,
      VersionCommand.class,
      CommandLine.HelpCommand.class
    })
public final class Cli implements Callable<Integer> {
  @Mixin private HomeOptions home;
  private final Serve serve;

  /** Serves until it is told to stop; returns the exit code. */
  @FunctionalInterface
  public interface Serve {
    int blockingServe(Launch launch);
  }

  private Cli(Serve serve) {
    this.serve = serve;
  }

  /** The whole command line. */
  public static CommandLine commandLine(Serve serve) {
    CommandLine line = new CommandLine(new Cli(serve));
    line.addSubcommand("run", new RunCommand(serve));
    line.addSubcommand("dev", new DevCommand(serve));
    // What follows an app's name is the app's, options included.
    line.getSubcommands().get("app").getCommandSpec().parser().stopAtPositional(true);
    line.setExecutionExceptionHandler(Cli::explain);
    return line;
  }

  @Override
  public Integer call() {
    return serve.blockingServe(Launch.toServe(home));
  }

  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    line.getErr().println("site.jar: " + sentence(failure));
    return failure instanceof InvalidConfiguration ? ExitCode.INVALID : ExitCode.FAILED;
  }

  private static String sentence(Exception failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }
}
