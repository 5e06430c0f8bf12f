package site.cli;

import picocli.CommandLine.Command;

/** {@code secret}: values by name, kept locked. */
@Command(
    name = "secret",
    description = "Passwords and keys by name, for ${secret:GROUP/name} in the configuration.",
    sortOptions = false,
    subcommands = {
      SecretCommands.Put.class,
      SecretCommands.ListAll.class,
      SecretCommands.Remove.class,
      SecretImportCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class SecretCommand {
  private SecretCommand() {}
}
