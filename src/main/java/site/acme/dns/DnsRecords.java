package site.acme.dns;

import java.util.List;

/**
 * Makes the record that proves a name by dns-01 (RFC 8555 8.4), and takes it away again. Aliases
 * are followed first, so {@code _acme-challenge} may be delegated to a zone of its own.
 */
final class DnsRecords {
  private final TxtWriter writer;
  private final DnsLookup lookup;
  private final Propagation propagation;

  DnsRecords(TxtWriter writer, DnsLookup lookup) {
    this.writer = writer;
    this.lookup = lookup;
    this.propagation = new Propagation(lookup);
  }

  /** Writes the record. Doing it again, as after a restart, changes nothing. */
  void blockingPresent(DnsProof proof) throws DnsFailure {
    writer.blockingAdd(proof, lookup.blockingTarget(proof.name()));
  }

  /** The name servers at which the record is not to be seen yet, each with the reason. */
  List<String> blockingMissing(DnsProof proof) throws DnsFailure {
    return propagation.blockingMissing(lookup.blockingTarget(proof.name()), proof.value()::equals);
  }

  /** Takes the record away, and leaves others of the same name. */
  void blockingCleanup(DnsProof proof) throws DnsFailure {
    writer.blockingRemove(proof, lookup.blockingTarget(proof.name()));
  }
}
