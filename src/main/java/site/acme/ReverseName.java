package site.acme;

import io.netty.util.NetUtil;
import java.util.StringJoiner;

/** The name under which an authority's handshake asks for an IP address (RFC 8738 6). */
final class ReverseName {
  private ReverseName() {}

  /** A name that is no address stays as it is. */
  static String orItself(String name) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
    if (address == null) {
      return name;
    }
    return address.length == 4 ? ofFour(address) : ofSixteen(address);
  }

  private static String ofFour(byte[] address) {
    StringJoiner labels = new StringJoiner(".");
    for (int i = 3; i >= 0; i--) {
      labels.add(Integer.toString(address[i] & 0xff));
    }
    return labels.add("in-addr.arpa").toString();
  }

  private static String ofSixteen(byte[] address) {
    StringJoiner labels = new StringJoiner(".");
    for (int i = 15; i >= 0; i--) {
      labels.add(Integer.toHexString(address[i] & 0xf));
      labels.add(Integer.toHexString((address[i] >> 4) & 0xf));
    }
    return labels.add("ip6.arpa").toString();
  }
}
