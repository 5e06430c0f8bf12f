package site.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.config.ListenerConfig.Protocol;

/** Whether the listeners can all be opened. */
final class ListenerChecks {
  private final Problems problems;

  ListenerChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode root) {
    List<ConfigNode> opened = new ArrayList<>();
    for (ConfigNode listener : listeners(root)) {
      listener.find("address").ifPresent(address -> addressIsFree(address, opened));
      permissionsAreForSockets(listener);
      proxiesHaveAddresses(listener);
      http3IsPossible(listener);
    }
  }

  static List<ConfigNode> listeners(ConfigNode root) {
    return root.find("listeners").map(ConfigNode::items).orElse(List.of());
  }

  private void addressIsFree(ConfigNode address, List<ConfigNode> opened) {
    Optional<ConfigNode> earlier =
        opened.stream()
            .filter(other -> clash(other.as(Address.class), address.as(Address.class)))
            .findFirst();
    earlier.ifPresent(
        other ->
            problems.error(
                address.spot(), address.shown(), "taken by the listener at " + other.place()));
    opened.add(address);
  }

  /** The same socket, or a port of one address and the same port of all addresses. */
  static boolean clash(Address a, Address b) {
    if (!(a instanceof Address.Tcp first) || !(b instanceof Address.Tcp second)) {
      return a.equals(b);
    }
    boolean overlap =
        first.host().isEmpty() || second.host().isEmpty() || first.host().equals(second.host());
    return first.port() == second.port() && first.port() != 0 && overlap;
  }

  /** A peer on a Unix socket has no address to be trusted by. */
  private void proxiesHaveAddresses(ConfigNode listener) {
    boolean unix =
        listener.find("address").filter(address -> address.is(Address.Unix.class)).isPresent();
    if (unix && listener.wrote("proxy-protocol")) {
      problems.error(
          listener.entries().get("proxy-protocol").spot(),
          "not for a unix: socket, whose peers have no address");
    }
  }

  private void http3IsPossible(ConfigNode listener) {
    Set<Protocol> written = Set.copyOf(listener.list("protocols", Protocol.class));
    if (!written.contains(Protocol.H3)) {
      return;
    }
    ConfigNode protocols = listener.at("protocols");
    if (written.size() == 1) {
      problems.error(protocols.spot(), "h3 needs h1 or h2 beside it, by which clients learn of it");
    }
    boolean udp = listener.find("address").filter(node -> node.is(Address.Tcp.class)).isPresent();
    if (!udp || !listener.find("tls", Boolean.class).orElse(true)) {
      problems.error(protocols.spot(), "h3 is only for a TCP address with tls: true");
    } else if (listener.wrote("proxy-protocol")) {
      problems.warning(protocols.spot(), "h3 is left out: there is no PROXY header in datagrams");
    }
  }

  private void permissionsAreForSockets(ConfigNode listener) {
    boolean tcp =
        listener.find("address").filter(address -> address.is(Address.Tcp.class)).isPresent();
    for (String key : List.of("mode", "group")) {
      if (tcp && listener.wrote(key)) {
        problems.error(
            listener.entries().get(key).spot(), "only for the address of a unix: socket");
      }
    }
  }
}
