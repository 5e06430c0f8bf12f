package site.proxy;

import io.vertx.core.buffer.Buffer;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import site.config.ProxyProtocol;

/** Writes the header of the PROXY protocol (haproxy's proxy-protocol.txt, 2.1 and 2.2). Pure. */
final class ProxyHeader {
  private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;

  private ProxyHeader() {}

  /** A client and where it connected to; both become IPv6 where one of them is. */
  static Buffer of(ProxyProtocol form, InetSocketAddress client, InetSocketAddress local) {
    boolean four =
        client.getAddress() instanceof Inet4Address && local.getAddress() instanceof Inet4Address;
    return form == ProxyProtocol.V1 ? line(four, client, local) : bytes(four, client, local);
  }

  /** Somebody without an address. */
  static Buffer ofUnknown(ProxyProtocol form) {
    return form == ProxyProtocol.V1 ? Buffer.buffer("PROXY UNKNOWN\r\n") : head(PROXY, 0, 0);
  }

  /** A connection for nobody but ourselves. */
  static Buffer ofOurs(ProxyProtocol form) {
    return form == ProxyProtocol.V1 ? ofUnknown(form) : head(LOCAL, 0, 0);
  }

  private static Buffer line(boolean four, InetSocketAddress client, InetSocketAddress local) {
    return Buffer.buffer(
        String.join(
            " ",
            "PROXY",
            four ? "TCP4" : "TCP6",
            text(four, client.getAddress()),
            text(four, local.getAddress()),
            Integer.toString(client.getPort()),
            local.getPort() + "\r\n"));
  }

  private static String text(boolean four, InetAddress address) {
    boolean mapped = !four && address instanceof Inet4Address;
    return (mapped ? "::ffff:" : "") + address.getHostAddress().replaceFirst("%.*", "");
  }

  private static Buffer bytes(boolean four, InetSocketAddress client, InetSocketAddress local) {
    return head(PROXY, four ? TCP4 : TCP6, four ? 12 : 36)
        .appendBytes(raw(four, client.getAddress()))
        .appendBytes(raw(four, local.getAddress()))
        .appendUnsignedShort(client.getPort())
        .appendUnsignedShort(local.getPort());
  }

  private static Buffer head(int command, int family, int length) {
    return Buffer.buffer(SIGNATURE)
        .appendByte((byte) command)
        .appendByte((byte) family)
        .appendUnsignedShort(length);
  }

  /** RFC 4291 2.5.5.2 for an IPv4 address among IPv6 ones. */
  private static byte[] raw(boolean four, InetAddress address) {
    byte[] own = address.getAddress();
    if (four || own.length == 16) {
      return own;
    }
    byte[] mapped = new byte[16];
    Arrays.fill(mapped, 10, 12, (byte) 0xff);
    System.arraycopy(own, 0, mapped, 12, 4);
    return mapped;
  }
}
