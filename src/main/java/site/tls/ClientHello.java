package site.tls;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says before any certificate is chosen (RFC 8446 4.1.2).
 *
 * @param serverName lower case (RFC 6066 3); empty when the client sent none
 * @param applicationProtocols as offered (RFC 7301 3.1), in the client's order
 * @param cipherSuites code points offered (RFC 8446 4.1.2)
 * @param signatureSchemes code points the client can verify (RFC 8446 4.2.3)
 * @param localAddress where the client connected to; empty on unix sockets
 * @param clientAddress where it connected from, as told by the PROXY header if there was one; empty
 *     on unix sockets
 */
public record ClientHello(
    Optional<String> serverName,
    List<String> applicationProtocols,
    Set<Integer> cipherSuites,
    Set<Integer> signatureSchemes,
    Optional<InetAddress> localAddress,
    Optional<InetAddress> clientAddress) {

  /** The protocol of the TLS-ALPN-01 challenge (RFC 8737 3). */
  public static final String ACME_TLS = "acme-tls/1";

  /**
   * Whether an ACME server wants to see a challenge certificate: it offers nothing but {@value
   * #ACME_TLS}.
   */
  public boolean isAcmeChallenge() {
    return applicationProtocols.equals(List.of(ACME_TLS));
  }

  ClientHello between(Optional<InetAddress> client, Optional<InetAddress> local) {
    return new ClientHello(
        serverName, applicationProtocols, cipherSuites, signatureSchemes, local, client);
  }
}
