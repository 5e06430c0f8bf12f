package site.middleware;

import io.vertx.core.Future;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;
import site.tls.ClientTrust;
import site.tls.TlsSeam;

/**
 * Lets in who has shown a client certificate that is believed here. The handshake asked for it
 * already; this is for connections whose handshake was for something else, or before a reload.
 */
public final class ClientCertificate implements Middleware {
  private final ClientTrust trust;
  private final VerifiedUser user;

  /**
   * A door with authorities.
   *
   * @param header tells the action the subject (RFC 4514), in lower case
   */
  public ClientCertificate(ClientTrust trust, Optional<String> header) {
    this.trust = trust;
    this.user = new VerifiedUser(header);
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    user.distrust(exchange);
    // RFC 7838 3: a handshake for HTTP/3 asks for no certificate, so nobody shall go there.
    exchange.response().putHeader("alt-svc", "clear");
    List<X509Certificate> chain = TlsSeam.clientChain(exchange.request().connection());
    if (chain.isEmpty()) {
      return trust.isRequired() ? Future.failedFuture(missing(exchange)) : next.handle(exchange);
    }
    try {
      trust.verify(chain);
    } catch (CertificateException e) {
      return trust.isRequired() ? Future.failedFuture(distrusted(e)) : next.handle(exchange);
    }
    user.is(chain.get(0).getSubjectX500Principal().getName(), exchange);
    return next.handle(exchange);
  }

  /** RFC 9110 15.5.20: another handshake would have asked for it. */
  private static HttpFailure missing(Exchange exchange) {
    return exchange.request().isSSL()
        ? new HttpFailure(421, "the handshake asked for no client certificate")
        : new HttpFailure(403, "no client certificate without TLS");
  }

  private static HttpFailure distrusted(CertificateException cause) {
    return new HttpFailure(403, "client certificate: " + cause.getMessage());
  }
}
