package site.acme.dns;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AcmeFailure;
import site.acme.AcmeProblem;
import site.acme.Proof;
import site.acme.Solver;
import site.config.ChallengeKind;

/** Proves names by dns-01: a record for the time of the order. */
final class DnsSolver implements Solver {
  private static final Logger LOG = LoggerFactory.getLogger("acme");

  private final DnsRecords records;

  DnsSolver(DnsRecords records) {
    this.records = records;
  }

  @Override
  public ChallengeKind kind() {
    return ChallengeKind.DNS_01;
  }

  @Override
  public void blockingPresent(Proof proof) throws AcmeProblem {
    try {
      records.blockingPresent(record(proof));
    } catch (DnsFailure e) {
      throw problem(e, proof);
    }
  }

  /** Who cannot look from here lets the authority look, when the time is over. */
  @Override
  public boolean blockingReady(Proof proof) {
    try {
      List<String> missing = records.blockingMissing(record(proof));
      missing.forEach(server -> LOG.debug("{}: {}", proof.dnsName(), server));
      return missing.isEmpty();
    } catch (DnsFailure e) {
      LOG.debug("{}: {}", proof.dnsName(), e.getMessage());
      return false;
    }
  }

  @Override
  public void blockingCleanup(Proof proof) {
    try {
      records.blockingCleanup(record(proof));
    } catch (DnsFailure e) {
      LOG.warn("the record {} stays: {}", proof.dnsName(), e.getMessage());
    }
  }

  private static DnsProof record(Proof proof) {
    return new DnsProof(proof.name(), proof.token(), proof.dnsValue());
  }

  static AcmeProblem problem(DnsFailure failure, Proof proof) {
    return new AcmeProblem(
        AcmeFailure.of(AcmeFailure.Kind.VALIDATION, "dns", failure.getMessage())
            .about(proof.name()),
        failure);
  }
}
