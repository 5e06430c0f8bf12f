package site.middleware;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import site.http.Client;

/** What a client is counted by: an IPv4 address, or the IPv6 network that one customer gets. */
final class ClientKey {
  private static final int NETWORK_BYTES = 8;

  private ClientKey() {}

  static String of(Client client) {
    return client.address() == null ? client.text() : of(client.address());
  }

  static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    // Who has a /64 could come from another of its addresses every time.
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
