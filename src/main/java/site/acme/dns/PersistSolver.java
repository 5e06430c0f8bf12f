package site.acme.dns;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import site.acme.AcmeProblem;
import site.acme.Proof;
import site.acme.Solver;
import site.config.ChallengeKind;

/**
 * Proves names by dns-persist-01: looks whether the operator's record is there. Writes nothing, and
 * without the record does not bother the authority.
 */
final class PersistSolver implements Solver {
  private final DnsLookup lookup;
  private final Clock clock;

  PersistSolver(DnsLookup lookup, Clock clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  @Override
  public ChallengeKind kind() {
    return ChallengeKind.DNS_PERSIST_01;
  }

  @Override
  public void blockingPresent(Proof proof) throws AcmeProblem {
    try {
      blockingCheck(proof.name(), wanted(proof));
    } catch (DnsFailure e) {
      throw DnsSolver.problem(e, proof);
    }
  }

  @Override
  public void blockingCleanup(Proof proof) {
    // the record is there for good
  }

  /** Fails with the record to make, unless every server of the zone has one that fits. */
  void blockingCheck(String domain, PersistentRecord wanted) throws DnsFailure {
    String name = PersistentRecord.name(domain);
    List<String> missing =
        new Propagation(lookup)
            .blockingMissing(
                lookup.blockingTarget(name),
                text ->
                    PersistentRecord.parse(text)
                        .filter(found -> found.allows(wanted, clock.instant()))
                        .isPresent());
    if (!missing.isEmpty()) {
      throw new DnsFailure(
          "make this record, once: %s. TXT \"%s\" (%s)"
              .formatted(name, wanted.text(), String.join(", ", missing)));
    }
  }

  /** An authority may have several names; the first is the one to be written. */
  private static PersistentRecord wanted(Proof proof) throws DnsFailure {
    try {
      JsonObject challenge = new JsonObject(proof.challenge());
      JsonArray issuers = challenge.getJsonArray("issuer-domain-names", new JsonArray());
      if (issuers.isEmpty()) {
        throw new DnsFailure("the authority does not say its name for dns-persist-01");
      }
      return new PersistentRecord(
          issuers.stream().map(Object::toString).toList(),
          Optional.ofNullable(challenge.getString("accounturi")),
          proof.wildcard(),
          Optional.empty());
    } catch (DecodeException | ClassCastException e) {
      throw new DnsFailure("the authority's challenge cannot be read: " + e.getMessage(), e);
    }
  }
}
