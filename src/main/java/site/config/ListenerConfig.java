package site.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One socket that accepts connections.
 *
 * @param tls whether connections begin with a TLS handshake
 * @param protocols HTTP versions spoken; on a plain listener {@code H2} means h2c (RFC 9113 3.3)
 * @param proxyPeers whose connections begin with a PROXY header; empty: nobody's
 * @param mode permissions of a Unix socket file, such as {@code 0660}
 * @param group owning group of a Unix socket file
 */
public record ListenerConfig(
    Address address,
    boolean tls,
    Set<Protocol> protocols,
    List<Network> proxyPeers,
    Optional<String> mode,
    Optional<String> group) {

  /** HTTP versions a listener can speak. */
  public enum Protocol {
    H1,
    H2,
    /** Over QUIC, on the UDP port of the same number. */
    H3
  }
}
