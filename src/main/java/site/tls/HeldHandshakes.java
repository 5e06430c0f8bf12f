package site.tls;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Counts the handshakes that wait for their certificate, together and by client address. */
final class HeldHandshakes {
  private final HoldLimits limits;
  private final Map<InetAddress, Integer> byClient = new HashMap<>();
  private int total;

  HeldHandshakes(HoldLimits limits) {
    this.limits = limits;
  }

  /** Takes a place; false when there is none left. */
  synchronized boolean enter(Optional<InetAddress> client) {
    if (total >= limits.total() || countOf(client) >= limits.perClient()) {
      return false;
    }
    total++;
    client.ifPresent(address -> byClient.merge(address, 1, Integer::sum));
    return true;
  }

  /** Gives a place back. */
  synchronized void leave(Optional<InetAddress> client) {
    total--;
    client.ifPresent(
        address -> byClient.computeIfPresent(address, (a, held) -> held == 1 ? null : held - 1));
  }

  private int countOf(Optional<InetAddress> client) {
    return client.map(address -> byClient.getOrDefault(address, 0)).orElse(0);
  }
}
