package site.acme.dns;

import java.time.Clock;
import java.util.List;

/** Looks whether the operator's record for dns-persist-01 is there. Writes nothing, ever. */
public final class PersistSolver {
  private final DnsLookup lookup;
  private final Clock clock;

  public PersistSolver(DnsLookup lookup, Clock clock) {
    this.lookup = lookup;
    this.clock = clock;
  }

  /**
   * Fails with the record to make, unless every server of the zone has one that fits.
   *
   * @param domain without {@code *.}
   */
  public void blockingCheck(String domain, PersistentRecord wanted) throws DnsFailure {
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
}
