package site.config;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * A block of IP addresses in CIDR notation (RFC 4632 3.1, RFC 4291 2.3).
 *
 * <p>An IPv4-mapped IPv6 address ({@code ::ffff:10.0.0.1}) counts as the IPv4 address it holds.
 */
public final class Network {
  private final InetAddress address;
  private final int prefix;

  private Network(InetAddress address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address; never asks the DNS.
   *
   * @return empty when the text is neither, or has bits set behind the prefix
   */
  public static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = literal(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Optional.empty();
    }
    int width = address.getAddress().length * 8;
    int prefix = slash < 0 ? width : number(text.substring(slash + 1), width);
    if (prefix < 0 || !bitsAreClearBehind(address.getAddress(), prefix)) {
      return Optional.empty();
    }
    return Optional.of(new Network(address, prefix));
  }

  /** The address a text says literally, null when it is a name or nonsense. */
  public static InetAddress literal(String text) {
    byte[] bytes = io.netty.util.NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (java.net.UnknownHostException e) {
      return null;
    }
  }

  /** Whether one of them holds the address. A plain loop, since every request asks. */
  public static boolean anyContains(List<Network> networks, InetAddress candidate) {
    for (Network network : networks) {
      if (network.contains(candidate)) {
        return true;
      }
    }
    return false;
  }

  public boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] other = candidate.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != other[i]) {
        return false;
      }
    }
    int rest = prefix % 8;
    return rest == 0 || ((mine[whole] ^ other[whole]) & 0xff & (0xff00 >> rest)) == 0;
  }

  /** Whether every address of the other block is one of this one. */
  boolean covers(Network other) {
    return prefix <= other.prefix && contains(other.address);
  }

  private static boolean bitsAreClearBehind(byte[] bytes, int prefix) {
    for (int bit = prefix; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        return false;
      }
    }
    return true;
  }

  private static int number(String text, int max) {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    int value = Integer.parseInt(text);
    return value > max ? -1 : value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network n && prefix == n.prefix && address.equals(n.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode() * 31 + prefix;
  }

  @Override
  public String toString() {
    return address.getHostAddress() + "/" + prefix;
  }
}
