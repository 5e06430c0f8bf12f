package site.acme.doctor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import site.config.AcmeConfig.MappedPorts;
import site.config.Address;
import site.config.ListenerConfig;
import site.config.Network;

/**
 * Whether an authority that follows a name arrives here. Pure.
 *
 * @param listeners of this server
 * @param mapped where the operator says that authorities arrive
 * @param own addresses of this machine
 */
record Reachability(List<ListenerConfig> listeners, MappedPorts mapped, Set<InetAddress> own) {

  /** What the addresses of a name mean. */
  List<Finding> of(String name, List<InetAddress> addresses) {
    if (addresses.isEmpty()) {
      return List.of(
          Finding.bad(name + " has neither an A nor an AAAA record: nobody finds this server"));
    }
    List<Finding> findings = new ArrayList<>();
    addresses.forEach(address -> findings.add(of(name, address)));
    return List.copyOf(findings);
  }

  private Finding of(String name, InetAddress address) {
    String record =
        name
            + (isV6(address) ? " has the AAAA record " : " has the A record ")
            + address.getHostAddress();
    if (listeners.stream().noneMatch(listener -> takes(listener, isV6(address)))) {
      return Finding.bad(
          record
              + ", but no listener takes "
              + (isV6(address) ? "IPv6" : "IPv4")
              + " (authorities prefer IPv6 where there is an AAAA record)");
    }
    return own.contains(address)
        ? Finding.good(record + ", an address of this machine")
        : Finding.doubtful(
            record
                + ", which is no address of this machine: right behind a router or a load"
                + " balancer that sends it here, else wrong");
  }

  /** What the ports mean for http-01 (RFC 8555 8.3) and tls-alpn-01 (RFC 8737 3). */
  List<Finding> ports() {
    return List.of(
        port(80, mapped.http(), false, "http-01"), port(443, mapped.https(), true, "tls-alpn-01"));
  }

  private Finding port(int port, OptionalInt lead, boolean tls, String challenge) {
    if (lead.isPresent()) {
      return Finding.good(
          "port %d leads to port %d here, you say, for %s"
              .formatted(port, lead.getAsInt(), challenge));
    }
    List<Integer> ports =
        listeners.stream()
            .filter(listener -> listener.tls() == tls)
            .map(ListenerConfig::address)
            .filter(Address.Tcp.class::isInstance)
            .map(address -> ((Address.Tcp) address).port())
            .toList();
    if (ports.contains(port)) {
      return Finding.good("a listener is on port " + port + ", for " + challenge);
    }
    return Finding.doubtful(
        "no listener is on port %d, where authorities come for %s%s"
            .formatted(
                port,
                challenge,
                ports.isEmpty() ? "" : ": something must lead that port to " + ports.get(0)));
  }

  private static boolean takes(ListenerConfig listener, boolean v6) {
    if (!(listener.address() instanceof Address.Tcp tcp)) {
      return false;
    }
    // an empty host and :: take both families
    return tcp.host().isEmpty()
        || tcp.host().equals("::")
        || isV6(Network.literal(tcp.host())) == v6;
  }

  private static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }
}
