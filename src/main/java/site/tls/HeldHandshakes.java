package site.tls;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** Counts the handshakes that wait for their certificate, together and by client address. */
final class HeldHandshakes {
  private final HoldLimits limits;
  private final Map<InetAddress, Integer> byClient = new HashMap<>();
  private int total;

  HeldHandshakes(HoldLimits limits) {
    this.limits = limits;
  }

  /** Takes a place; false when there is none left. */
  synchronized boolean enter(ClientHello hello) {
    if (total >= limits.total() || heldFor(hello) >= limits.perClient()) {
      return false;
    }
    total++;
    hello.clientAddress().ifPresent(client -> byClient.merge(client, 1, Integer::sum));
    return true;
  }

  /** Gives a place back. */
  synchronized void leave(ClientHello hello) {
    total--;
    hello
        .clientAddress()
        .ifPresent(client -> byClient.computeIfPresent(client, (c, n) -> n == 1 ? null : n - 1));
  }

  private int heldFor(ClientHello hello) {
    return hello.clientAddress().map(client -> byClient.getOrDefault(client, 0)).orElse(0);
  }
}
