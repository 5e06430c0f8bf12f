package site.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Reads IP addresses that are written out; never asks the DNS. */
final class IpLiteral {
  private IpLiteral() {}

  /** The address, null when the text is a name, has a zone or is nonsense. */
  static InetAddress parse(String text) {
    // The reader would skip brackets and cut the zone off: neither belongs to an address.
    if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      return null;
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  /** As RFC 5952 wants it: lower case, the longest run of zeros left out, no brackets. */
  static String text(InetAddress address) {
    return NetUtil.toAddressString(address);
  }
}
