package site.cli;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import site.acme.AcmeProblem;
import site.acme.CertSpec;
import site.acme.dns.DnsLookup;
import site.acme.dns.DnsSolvers;
import site.acme.doctor.CertDoctor;
import site.acme.doctor.Finding;
import site.admin.AdminClient.Answer;
import site.config.Config;
import site.config.HostName;

/** {@code cert doctor NAME}: what is between a name and its certificate. */
@Command(
    name = "doctor",
    description = "Look at a name as an authority would, and tell what is in the way.")
final class CertDoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private HomeOptions home;

  @Parameters(index = "0", paramLabel = "NAME", description = "A host name of a site.")
  private String name;

  @Override
  public Integer call() throws AcmeProblem {
    CertificateHome kept = new CertificateHome(home);
    CertSpec wanted = wanted(kept);
    List<Finding> findings = new ArrayList<>(blockingExamine(kept, wanted));
    if (isServing(kept) && findings.stream().noneMatch(CertDoctorCommand::isBad)) {
      findings.addAll(blockingRehearse(wanted));
    }
    findings.forEach(f -> spec.commandLine().getOut().printf("%-9s %s%n", word(f), f.text()));
    spec.commandLine().getOut().flush();
    return findings.stream().anyMatch(CertDoctorCommand::isBad) ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static boolean isBad(Finding finding) {
    return finding.level() == Finding.Level.BAD;
  }

  private static boolean isServing(CertificateHome kept) {
    return kept.server().isPresent();
  }

  /** What the staging server sees is what the authority would see. */
  private List<Finding> blockingRehearse(CertSpec wanted) {
    if (wanted.authorities().get(0).staging().isEmpty()) {
      return List.of();
    }
    Answer answer =
        RunningServer.of(home)
            .blockingAsk(
                "POST",
                "/cert/" + CertChangeCommands.encoded(wanted.id()) + "/renew?staging=1",
                "text/plain");
    return List.of(
        new Finding(
            answer.isSuccess() ? Finding.Level.GOOD : Finding.Level.BAD, answer.body().strip()));
  }

  private CertSpec wanted(CertificateHome kept) {
    Optional<CertSpec> wanted =
        kept.policy().specs().values().stream()
            .filter(certificate -> certificate.names().contains(name))
            .findFirst();
    if (wanted.isEmpty()) {
      throw new IllegalStateException(
          HostName.isPublic(name)
              ? name + " is to get no certificate of its own by this configuration (see explain)"
              : name + " is no public name: the internal CA vouches for it");
    }
    return wanted.get();
  }

  private List<Finding> blockingExamine(CertificateHome kept, CertSpec wanted) throws AcmeProblem {
    Config config = kept.config();
    DnsLookup lookup = DnsSolvers.blockingLookup(config.tls().acme().dns());
    return new CertDoctor(config, lookup, kept.store(), Clock.systemUTC())
        .blockingExamine(name, wanted);
  }

  private static String word(Finding finding) {
    return switch (finding.level()) {
      case GOOD -> "ok";
      case DOUBTFUL -> "look at";
      case BAD -> "wrong";
    };
  }
}
