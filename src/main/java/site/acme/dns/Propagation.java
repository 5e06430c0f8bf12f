package site.acme.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Whether every server of a zone has a value already. The authority asks any of them, so one that
 * lags behind is enough for a failed validation.
 */
final class Propagation {
  private final DnsLookup lookup;

  Propagation(DnsLookup lookup) {
    this.lookup = lookup;
  }

  /**
   * The servers that do not have it yet, each with the reason; none when all do.
   *
   * @param wanted what one of the record's values must be
   */
  List<String> blockingMissing(String name, Predicate<String> wanted) throws DnsFailure {
    String zone = lookup.blockingZone(name);
    List<String> servers = lookup.blockingServers(zone);
    if (servers.isEmpty()) {
      throw new DnsFailure("the zone " + zone + " has no name servers (no NS record)");
    }
    List<String> missing = new ArrayList<>();
    for (String server : servers) {
      blockingReason(server, name, wanted).ifPresent(missing::add);
    }
    return missing;
  }

  /** An address that cannot be reached from here says nothing, if another one of it answers. */
  private Optional<String> blockingReason(String server, String name, Predicate<String> wanted)
      throws DnsFailure {
    Optional<String> reason = Optional.of(server + " cannot be reached");
    for (InetAddress address : lookup.blockingAddresses(server)) {
      try {
        Set<String> values = lookup.blockingValuesAt(address, name);
        if (values.stream().noneMatch(wanted)) {
          return Optional.of(server + " (" + address.getHostAddress() + ") does not have it");
        }
        reason = Optional.empty();
      } catch (IOException unreachable) {
        // the reason stays unless another address answers
      }
    }
    return reason;
  }
}
