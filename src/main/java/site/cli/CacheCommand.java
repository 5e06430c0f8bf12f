package site.cli;

import picocli.CommandLine.Command;

/** {@code cache}: what is kept of the answers of apps and upstreams. */
@Command(
    name = "cache",
    description = "Stored answers.",
    sortOptions = false,
    subcommands = {
      CacheViewCommands.Items.class,
      CacheViewCommands.Stats.class,
      CachePurgeCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CacheCommand {
  private CacheCommand() {}
}
