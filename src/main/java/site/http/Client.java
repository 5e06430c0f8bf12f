package site.http;

import java.net.InetAddress;

/**
 * Who sent a request, after trusted proxies were believed.
 *
 * @param address the client's IP address; null for a peer on a Unix socket that names none
 * @param port the client's port, 0 when unknown
 * @param secure whether the client's own connection is encrypted
 * @param trustedPeer whether the peer is a trusted proxy, so that its forwarding headers count
 */
public record Client(InetAddress address, int port, boolean secure, boolean trustedPeer) {

  /** As written in logs and forwarding headers; {@code unix:} for an unnamed local peer. */
  public String text() {
    return address == null ? "unix:" : IpLiteral.text(address);
  }

  public String scheme() {
    return secure ? "https" : "http";
  }
}
