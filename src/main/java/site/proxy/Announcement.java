package site.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import site.config.ProxyProtocol;
import site.http.Client;
import site.http.Exchange;

/**
 * For whom a connection is made, where its target wants to know: such a connection serves nobody
 * else.
 *
 * @param header what the target is told before anything else, empty where it is told nothing
 */
record Announcement(Buffer header) {
  /** The target is not told. */
  static final Announcement NONE = new Announcement(Buffer.buffer());

  /** That of a request. */
  static Announcement of(Optional<ProxyProtocol> wanted, Exchange exchange) {
    return wanted
        .map(form -> new Announcement(header(form, exchange.client(), local(exchange))))
        .orElse(NONE);
  }

  /** That of a question of our own. */
  static Announcement ofOurs(Optional<ProxyProtocol> wanted) {
    return wanted.map(form -> new Announcement(ProxyHeader.ofOurs(form))).orElse(NONE);
  }

  boolean isMade() {
    return header.length() > 0;
  }

  SocketAddress to(SocketAddress socket) {
    return isMade() ? new PrefacedAddress(socket, header) : socket;
  }

  private static Buffer header(
      ProxyProtocol form, Client client, Optional<InetSocketAddress> local) {
    if (client.address() == null || local.isEmpty()) {
      return ProxyHeader.ofUnknown(form);
    }
    return ProxyHeader.of(
        form, new InetSocketAddress(client.address(), client.port()), local.get());
  }

  /** Where the client connected to; absent for a Unix socket. */
  private static Optional<InetSocketAddress> local(Exchange exchange) {
    SocketAddress local = exchange.request().connection().localAddress();
    if (local == null || !local.isInetSocket()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.getByName(local.hostAddress());
      return Optional.of(new InetSocketAddress(address, local.port()));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
