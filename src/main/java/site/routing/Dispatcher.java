package site.routing;

import io.vertx.core.Future;
import java.util.Optional;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/** Gives a request to the chain of its route: the action every revision begins with. */
public final class Dispatcher implements Action {
  private final SiteTable sites;

  public Dispatcher(SiteTable sites) {
    this.sites = sites;
  }

  @Override
  public Future<Void> handle(Exchange exchange) {
    Optional<Site> found = sites.find(exchange.authority().host());
    if (found.isEmpty()) {
      // RFC 9110 15.5.20: we are not configured to answer for this host
      return refuse("no site for host " + exchange.authority().host());
    }
    Site site = found.get();
    exchange.routed(site.name(), "");
    exchange.errorPages(site.errorPages());
    if (handshakeWasForAnother(exchange, site)) {
      return refuse("the handshake was for " + exchange.serverName());
    }
    if (!exchange.client().secure() && site.plainRequests().isPresent()) {
      return site.plainRequests().get().handle(exchange);
    }
    Route route = site.route(RequestFacts.of(exchange));
    exchange.routed(site.name(), route.toString());
    return route.chain().handle(exchange);
  }

  /**
   * RFC 9110 7.4: a connection made for one site must not reach another, whose certificate,
   * protocol versions or client authentication may differ.
   */
  private boolean handshakeWasForAnother(Exchange exchange, Site site) {
    String asked = exchange.serverName();
    return asked != null
        && !asked.equals(exchange.authority().host())
        && sites.find(asked).orElse(null) != site;
  }

  private static Future<Void> refuse(String reason) {
    return Future.failedFuture(new HttpFailure(421, reason));
  }
}
