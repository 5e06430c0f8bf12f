package site.cli;

import picocli.CommandLine.Command;

/** {@code cert}: certificates, and the authority of our own. */
@Command(
    name = "cert",
    description = "Certificates.",
    subcommands = {
      CertImportCommands.FromFiles.class,
      CertImportCommands.FromCertbot.class,
      CertTrustCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CertCommand {
  private CertCommand() {}
}
