package site.cli;

import java.time.Clock;
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
    List<Finding> findings = blockingExamine(kept);
    findings.forEach(f -> spec.commandLine().getOut().printf("%-9s %s%n", word(f), f.text()));
    spec.commandLine().getOut().flush();
    return findings.stream().anyMatch(f -> f.level() == Finding.Level.BAD)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  private List<Finding> blockingExamine(CertificateHome kept) throws AcmeProblem {
    Config config = kept.config();
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
    DnsLookup lookup = DnsSolvers.blockingLookup(config.tls().acme().dns());
    return new CertDoctor(config, lookup, kept.store(), Clock.systemUTC())
        .blockingExamine(name, wanted.get());
  }

  private static String word(Finding finding) {
    return switch (finding.level()) {
      case GOOD -> "ok";
      case DOUBTFUL -> "look at";
      case BAD -> "wrong";
    };
  }
}
