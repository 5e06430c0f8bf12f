package site.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.admin.AdminClient.Answer;
import site.admin.CommandClient.Outcome;

/**
 * {@code app}: what runs in this process besides the server itself. A word that is no verb is the
 * name of an app, and what follows is for that app.
 */
@Command(
    name = "app",
    description = {
      "Applications. `app NAME` lists what an app can be told, `app NAME COMMAND` tells it so;",
      "then the exit code is the app's."
    },
    sortOptions = false,
    subcommands = {
      AppListCommand.class,
      AppDeployCommand.class,
      AppChangeCommand.Restart.class,
      AppChangeCommand.Rollback.class,
      AppChangeCommand.Promote.class,
      AppChangeCommand.Abort.class,
      AppNewCommand.class,
      AppPackageCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class AppCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 404;

  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Option(names = "--json", description = "List the app's commands as JSON.")
  private boolean json;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "An app.")
  private String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "COMMAND",
      description = "One of the app's own.")
  private String command;

  @Parameters(
      index = "2..*",
      arity = "0..*",
      paramLabel = "ARG",
      description = "What the app makes of it.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() {
    if (name == null) {
      throw new ParameterException(spec.commandLine(), "Missing required subcommand");
    }
    String uri = "/apps/" + AppChangeCommand.encoded(name) + "/commands";
    return command == null ? list(uri) : run(uri + "/" + AppChangeCommand.encoded(command));
  }

  private int list(String uri) {
    String accept = json ? "application/json" : "text/plain";
    Answer answer = RunningServer.of(home).blockingAsk("GET", uri, accept);
    if (!answer.isSuccess()) {
      return refused(answer.status(), answer.body().stripTrailing());
    }
    spec.commandLine().getOut().println(answer.body().stripTrailing());
    return ExitCode.DONE;
  }

  private int run(String uri) {
    Outcome outcome =
        RunningServer.of(home)
            .blockingCommand(uri, arguments, spec.commandLine().getOut()::println);
    return outcome.failure().isEmpty()
        ? outcome.exit()
        : refused(outcome.status(), outcome.failure());
  }

  private int refused(int status, String why) {
    spec.commandLine().getErr().println("site.jar: " + why);
    return status == NOT_FOUND ? ExitCode.INVALID : ExitCode.FAILED;
  }
}
