package site.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import site.config.Home;
import site.revision.Certificates;
import site.tls.trust.TrustFailure;
import site.tls.trust.TrustInstaller;
import site.tls.trust.TrustPlaces;

/** {@code cert trust}: the internal CA as others must know it. */
@Command(
    name = "trust",
    description = "The internal CA, and who trusts it.",
    subcommands = {
      CertTrustCommand.Show.class,
      CertTrustCommand.Install.class,
      CertTrustCommand.Uninstall.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CertTrustCommand {
  private CertTrustCommand() {}

  private static Path existingRoot(HomeOptions home) {
    Path root = Certificates.root(Home.of(home.directory(), System::getenv));
    if (!Files.exists(root)) {
      throw new IllegalStateException(
          "there is no internal CA yet; it is made when a site first needs it");
    }
    return root;
  }

  /** {@code cert trust show}: the root, ready for {@code curl --cacert}. */
  @Command(name = "show", description = "Print the internal CA's root certificate as PEM.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Override
    public Integer call() throws IOException {
      spec.commandLine().getOut().print(Files.readString(existingRoot(home)));
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }
  }

  /** {@code cert trust install}: the only thing here that ever changes a trust store. */
  @Command(
      name = "install",
      description = "Make this machine, its browsers and its Java trust the internal CA.")
  static final class Install implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--dry-run", description = "Only show the commands.")
    private boolean dryRun;

    @Override
    public Integer call() throws TrustFailure {
      installer(existingRoot(home), spec, dryRun).blockingInstall();
      return ExitCode.DONE;
    }
  }

  /** {@code cert trust uninstall}: exactly what was installed goes. */
  @Command(name = "uninstall", description = "Undo exactly what \"trust install\" did.")
  static final class Uninstall implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--dry-run", description = "Only show the commands.")
    private boolean dryRun;

    @Override
    public Integer call() throws TrustFailure {
      Path root = Certificates.root(Home.of(home.directory(), System::getenv));
      installer(root, spec, dryRun).blockingUninstall();
      return ExitCode.DONE;
    }
  }

  private static TrustInstaller installer(Path root, CommandSpec spec, boolean dryRun) {
    return new TrustInstaller(TrustPlaces.here(), root, spec.commandLine().getOut(), dryRun);
  }
}
