package site.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One of the places a name leads to.
 *
 * @param weight its share among those of its rank; 1 where the DNS says nothing of it
 * @param rank the lowest is asked first, RFC 2782's priority; 0 where the DNS says nothing of it
 */
record Endpoint(InetAddress address, int port, int weight, int rank) {
  /** One like all others of its name. */
  Endpoint(InetAddress address, int port) {
    this(address, port, 1, 0);
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(address, port);
  }
}
