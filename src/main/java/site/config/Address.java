package site.config;

import java.nio.file.Path;

/** Where a socket is: a TCP port or a path of the Unix domain. */
public sealed interface Address {

  /**
   * A TCP endpoint.
   *
   * @param host an IP address without brackets or, for targets, a name; empty means every address
   *     of both families
   * @param port 0 to 65535; 0 lets the system choose a free one (listeners only)
   */
  record Tcp(String host, int port) implements Address {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** A socket file. */
  record Unix(Path path) implements Address {
    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
