package site.revision;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import site.acme.Http01Solver;
import site.acme.PendingPage;
import site.http.Action;
import site.http.Exchange;

/**
 * Stands in front of all sites: answers certificate authorities before any redirect, rule or route
 * can, and clients of names that have no certificate yet. An unknown token is an ordinary request.
 */
final class CertificateGate implements Action {
  private final Certificates certificates;
  private final Action sites;
  private final Action pending = new PendingPage();

  CertificateGate(Certificates certificates, Action sites) {
    this.certificates = certificates;
    this.sites = sites;
  }

  @Override
  public Future<Void> handle(Exchange x) {
    Optional<String> token = Http01Solver.token(x.requestedPath().decoded());
    if (token.isPresent()) {
      return certificates
          .challengeAnswer(token.get(), x.authority().host())
          .compose(answer -> answer.isPresent() ? prove(x, answer.get()) : pass(x));
    }
    return pass(x);
  }

  private Future<Void> pass(Exchange x) {
    boolean missing = x.client().secure() && certificates.isMissing(x.authority().host());
    return missing ? pending.handle(x) : sites.handle(x);
  }

  /** RFC 8555 8.3. */
  private static Future<Void> prove(Exchange x, String answer) {
    x.note("ACME challenge");
    return x.response().putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream").end(answer);
  }
}
