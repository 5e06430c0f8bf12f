package site.cli;

import picocli.CommandLine.Command;

/** {@code app}: what runs in this process besides the server itself. */
@Command(
    name = "app",
    description = "Applications.",
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
final class AppCommand {
  private AppCommand() {}
}
