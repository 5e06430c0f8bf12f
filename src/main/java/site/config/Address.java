package site.config;

import java.nio.file.Path;

/** Where a socket is: a TCP port, a path of the Unix domain, or what the DNS says of a service. */
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

  /**
   * Wherever the DNS says a service is (RFC 2782); targets only.
   *
   * @param name such as {@code _http._tcp.api.internal}
   */
  record Service(String name) implements Address {
    /** Whose service it is: {@code api.internal}. */
    public String domain() {
      return name.substring(name.indexOf('.', name.indexOf('.') + 1) + 1);
    }

    @Override
    public String toString() {
      return name;
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
