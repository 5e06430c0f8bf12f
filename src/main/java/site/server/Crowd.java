package site.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import site.config.LimitsConfig;

/** Counts the connections that are open on all listeners, together and by client. */
final class Crowd {
  private final Map<Object, Integer> byClient = new HashMap<>();
  private int all;

  /**
   * Takes a place.
   *
   * @param client empty for one that is not limited by itself
   * @return what stands against it; then nothing was taken
   */
  synchronized Optional<Limit> enter(Optional<InetAddress> client, LimitsConfig limits) {
    if (all >= limits.connections()) {
      return Optional.of(Limit.CONNECTIONS);
    }
    int most = limits.connectionsPerClient().orElse(Integer.MAX_VALUE);
    if (client.isPresent() && byClient.getOrDefault(key(client.get()), 0) >= most) {
      return Optional.of(Limit.CONNECTIONS_PER_CLIENT);
    }
    all++;
    client.ifPresent(address -> byClient.merge(key(address), 1, Integer::sum));
    return Optional.empty();
  }

  /** Gives back the place of the same client. */
  synchronized void leave(Optional<InetAddress> client) {
    all--;
    client.ifPresent(
        address -> byClient.computeIfPresent(key(address), (k, n) -> n == 1 ? null : n - 1));
  }

  /** A subscriber gets a /64 at least, so a single address of IPv6 says nothing. */
  private static Object key(InetAddress address) {
    return address instanceof Inet6Address
        ? ByteBuffer.wrap(address.getAddress()).getLong()
        : address;
  }
}
