package site.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import site.config.Home;
import site.revision.Certificates;

/** {@code cert}: what there is to know about certificates. */
@Command(
    name = "cert",
    description = "Certificates.",
    subcommands = CertCommand.Trust.class,
    synopsisSubcommandLabel = "COMMAND")
final class CertCommand {
  private CertCommand() {}

  /** {@code cert trust}: the internal CA as others must know it. */
  @Command(
      name = "trust",
      description = "The internal CA.",
      subcommands = Trust.Show.class,
      synopsisSubcommandLabel = "COMMAND")
  static final class Trust {
    private Trust() {}

    /** {@code cert trust show}: the root, ready for {@code curl --cacert}. */
    @Command(name = "show", description = "Print the internal CA's root certificate as PEM.")
    static final class Show implements Callable<Integer> {
      @Spec private CommandSpec spec;
      @Mixin private HomeOptions home;

      @Override
      public Integer call() throws IOException {
        Path root = Certificates.root(Home.of(home.directory(), System::getenv));
        if (!Files.exists(root)) {
          throw new IllegalStateException(
              "there is no internal CA yet; it is made when a site first needs it");
        }
        spec.commandLine().getOut().print(Files.readString(root));
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
      }
    }
  }
}
