package site.cli;

import picocli.CommandLine.Command;

/** {@code cert}: certificates, and the authority of our own. */
@Command(
    name = "cert",
    description = "Certificates.",
    subcommands = {
      CertViewCommands.ListAll.class,
      CertViewCommands.Show.class,
      CertViewCommands.Check.class,
      CertChangeCommands.Renew.class,
      CertChangeCommands.Revoke.class,
      CertChangeCommands.Delete.class,
      CertDoctorCommand.class,
      CertExportCommand.class,
      CertImportCommands.FromFiles.class,
      CertImportCommands.FromCertbot.class,
      CertAccountCommand.class,
      CertTrustCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CertCommand {
  private CertCommand() {}
}
