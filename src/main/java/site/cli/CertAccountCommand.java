package site.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import site.acme.Authority;

/** {@code cert account}: ours with the authorities. */
@Command(
    name = "account",
    description = "Our accounts with certificate authorities.",
    subcommands = {
      CertAccountCommand.Show.class,
      CertAccountCommand.Agree.class,
      CertAccountCommand.RotateKey.class,
      CertAccountCommand.Deactivate.class
    },
    synopsisSubcommandLabel = "COMMAND")
final class CertAccountCommand {
  private CertAccountCommand() {}

  private static String query(String authority) {
    return authority == null ? "" : "?ca=" + CertChangeCommands.encoded(authority);
  }

  /** {@code cert account show}. */
  @Command(name = "show", description = "Show our accounts.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Override
    public Integer call() {
      CertificateHome kept = new CertificateHome(home);
      PrintWriter out = spec.commandLine().getOut();
      kept.policy().specs().values().stream()
          .flatMap(wanted -> wanted.authorities().stream())
          .distinct()
          .forEach(authority -> out.println(line(kept, authority)));
      out.flush();
      return ExitCode.DONE;
    }

    private static String line(CertificateHome kept, Authority authority) {
      Optional<String> url = kept.accounts().blockingUrl(authority).map(Object::toString);
      return "%-20s %s".formatted(authority.id(), url.orElse("no account yet"));
    }
  }

  /** {@code cert account agree}: what {@code tls.acme.terms: ask} waits for. */
  @Command(
      name = "agree",
      description = "Agree to the terms of service of an authority, and order what waited for it.")
  static final class Agree implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--ca", paramLabel = "ID", description = "Of which authority.")
    private String authority;

    @Override
    public Integer call() {
      return CertChangeCommands.blockingAsk(home, spec, "/cert-account/agree" + query(authority));
    }
  }

  /** {@code cert account rotate-key}. */
  @Command(name = "rotate-key", description = "Replace the key of an account.")
  static final class RotateKey implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--ca", paramLabel = "ID", description = "Of which authority.")
    private String authority;

    @Override
    public Integer call() {
      return CertChangeCommands.blockingAsk(
          home, spec, "/cert-account/rotate-key" + query(authority));
    }
  }

  /** {@code cert account deactivate}: there is no way back. */
  @Command(name = "deactivate", description = "Close an account for good.")
  static final class Deactivate implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(names = "--ca", paramLabel = "ID", description = "Of which authority.")
    private String authority;

    @Option(names = "--yes", description = "Really.")
    private boolean sure;

    @Override
    public Integer call() {
      if (!sure) {
        throw new ParameterException(
            spec.commandLine(),
            "an account that is closed cannot be opened again (--yes if you mean it)");
      }
      return CertChangeCommands.blockingAsk(
          home, spec, "/cert-account/deactivate" + query(authority));
    }
  }
}
