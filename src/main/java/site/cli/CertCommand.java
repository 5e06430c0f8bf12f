package site.cli;

import picocli.CommandLine.Command;

/** {@code cert}: certificates, and the authority of our own. */
@Command(
    name = "cert",
    description = "Certificates.",
    subcommands = CertTrustCommand.class,
    synopsisSubcommandLabel = "COMMAND")
final class CertCommand {
  private CertCommand() {}
}
