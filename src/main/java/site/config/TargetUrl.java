package site.config;

import java.util.Locale;

/** Where a target is and what is spoken there. */
public record TargetUrl(Protocol protocol, Address address) {

  /** What is spoken to a target, over TCP or a Unix socket. */
  public enum Protocol {
    /** HTTP/1.1 in the clear. */
    HTTP(80),
    /** HTTP/2 over TLS where the target offers it, else HTTP/1.1. */
    HTTPS(443),
    /** HTTP/2 in the clear, from the first byte. */
    H2C(80),
    /** The uwsgi protocol of uWSGI. */
    UWSGI(0),
    /** FastCGI, as a responder. */
    FASTCGI(0);

    private final int port;

    Protocol(int port) {
      this.port = port;
    }

    /** The port where none is written; 0 where one has to be. */
    public int port() {
      return port;
    }

    /** Whether messages of HTTP are exchanged, and not CGI variables. */
    public boolean isHttp() {
      return this != UWSGI && this != FASTCGI;
    }

    /** Whether a connection can become something else (RFC 9110 7.8). */
    public boolean knowsUpgrades() {
      return this == HTTP || this == HTTPS;
    }

    String scheme() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** As it is configured; plain HTTP is not mentioned. */
  @Override
  public String toString() {
    if (address instanceof Address.Service) {
      return "srv+" + protocol.scheme() + "://" + address;
    }
    if (protocol == Protocol.HTTP) {
      return address.toString();
    }
    return protocol.scheme() + (address instanceof Address.Unix ? "+" : "://") + address;
  }
}
