package site.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.acme.AcmeProblem;
import site.acme.CaNetwork;
import site.acme.CertPolicy;
import site.acme.Generation.Origin;
import site.acme.certbot.AccountCheck;
import site.acme.certbot.CertbotImport;
import site.tls.CertificateFiles;
import site.tls.CertificateProblem;
import site.tls.Identity;

/** {@code cert import} and {@code cert import-certbot}: certificates made elsewhere. */
final class CertImportCommands {
  private CertImportCommands() {}

  /** {@code cert import-certbot}: reads only, orders nothing. */
  @Command(
      name = "import-certbot",
      description = "Take over certbot's certificates and accounts; nothing is ordered.")
  static final class FromCertbot implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "DIR",
        description = "Where certbot keeps everything (default: /etc/letsencrypt).")
    private Path directory = Path.of("/etc/letsencrypt");

    @Option(names = "--dry-run", description = "Only tell what would be done.")
    private boolean dryRun;

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Only this certificate or host name; repeatable.")
    private Set<String> names = new LinkedHashSet<>();

    @Option(names = "--ask", description = "Ask the authorities whether they know the accounts.")
    private boolean ask;

    @Override
    public Integer call() throws IOException, AcmeProblem {
      CertificateHome kept = new CertificateHome(home);
      if (!dryRun) {
        kept.refuseWhileServing();
      }
      CertbotImport importer =
          new CertbotImport(kept.store(), kept.accounts(), kept.policy(), Clock.systemUTC());
      CertbotImport.Plan plan = importer.blockingPlan(directory.toAbsolutePath(), names);
      if (!dryRun) {
        importer.blockingCarryOut(plan);
      }
      print(plan, spec.commandLine().getOut());
      if (ask) {
        blockingAsk(plan, CaNetwork.of(kept.config().tls().acme()));
      }
      return ExitCode.DONE;
    }

    private void blockingAsk(CertbotImport.Plan plan, CaNetwork network) {
      AccountCheck check = new AccountCheck(network, Clock.systemUTC());
      PrintWriter out = spec.commandLine().getOut();
      plan.accounts()
          .forEach(
              (id, account) ->
                  out.printf("account %s: the authority %s%n", id, check.blockingAsk(account)));
      out.flush();
    }

    private void print(CertbotImport.Plan plan, PrintWriter out) {
      String done = dryRun ? "would be taken over" : "taken over";
      plan.certificates()
          .forEach(
              (id, certificate) ->
                  out.printf(
                      "%s: %s from %s, valid until %s%n",
                      id, done, certificate.lineage(), certificate.notAfter()));
      plan.accounts()
          .forEach((id, account) -> out.printf("account %s: %s (%s)%n", id, done, account.url()));
      plan.notes().forEach(note -> out.println("note: " + note));
      out.flush();
    }
  }

  /** {@code cert import}: one certificate in two files, renewed here from then on. */
  @Command(
      name = "import",
      description = "Take a certificate and its key into our keeping, to be renewed by ACME.")
  static final class FromFiles implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private HomeOptions home;

    @Option(
        names = "--cert",
        required = true,
        paramLabel = "FILE",
        description = "PEM: the certificate, then intermediates.")
    private Path certificate;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "PEM: its key, not encrypted.")
    private Path key;

    @Override
    public Integer call() throws CertificateProblem, AcmeProblem {
      CertificateHome kept = new CertificateHome(home);
      kept.refuseWhileServing();
      CertificateFiles.Loaded loaded =
          CertificateFiles.blockingRead(certificate, key, Clock.systemUTC().instant());
      loaded.warnings().forEach(spec.commandLine().getErr()::println);
      for (String id : ids(kept.policy(), loaded.identity())) {
        kept.store()
            .blockingPublish(
                id,
                loaded.identity().credentials().get(0),
                new Origin("import", Optional.empty(), true));
        spec.commandLine().getOut().println(id + ": taken over");
      }
      spec.commandLine().getOut().flush();
      return ExitCode.DONE;
    }

    /** All certificates of the configuration it is good for, else one of its own. */
    private static List<String> ids(CertPolicy policy, Identity identity) {
      List<String> wanted =
          policy.specs().values().stream()
              .filter(spec -> identity.names().containsAll(spec.names()))
              .map(spec -> spec.id())
              .toList();
      return wanted.isEmpty()
          ? identity.names().stream().limit(1).map(CertPolicy::idOf).toList()
          : wanted;
    }
  }
}
