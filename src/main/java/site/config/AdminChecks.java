package site.config;

import java.net.InetAddress;
import java.util.Optional;

/** Whether the admin address can be opened, and should be. */
final class AdminChecks {
  private final Problems problems;

  AdminChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode root) {
    Optional<ConfigNode> written =
        root.find("admin").flatMap(admin -> admin.find("address")).filter(ConfigNode::isValid);
    written.ifPresent(address -> isFree(address, root));
    written
        .filter(address -> !isLocal(address.as(Address.class)))
        .ifPresent(
            address ->
                problems.warning(
                    address.spot(),
                    address.shown(),
                    "whoever reaches it may look, there is no password; use a loopback address"));
  }

  private void isFree(ConfigNode address, ConfigNode root) {
    ListenerChecks.listeners(root).stream()
        .flatMap(listener -> listener.find("address").stream())
        .filter(other -> ListenerChecks.clash(other.as(Address.class), address.as(Address.class)))
        .findFirst()
        .ifPresent(
            other ->
                problems.error(
                    address.spot(), address.shown(), "taken by the listener at " + other.place()));
  }

  private static boolean isLocal(Address address) {
    if (!(address instanceof Address.Tcp tcp)) {
      return true;
    }
    InetAddress literal = Network.literal(tcp.host());
    return literal != null && literal.isLoopbackAddress();
  }
}
