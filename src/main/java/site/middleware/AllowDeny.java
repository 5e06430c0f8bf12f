package site.middleware;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;
import site.config.Network;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Lets in who may enter: nobody from a denied network, and where networks are allowed, nobody else.
 *
 * @param allow empty for everybody
 * @param deny looked at first
 */
public record AllowDeny(List<Network> allow, List<Network> deny) implements Middleware {

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    if (!permits(exchange.client().address())) {
      return Future.failedFuture(
          new HttpFailure(403, "client " + exchange.client().text() + " is not allowed"));
    }
    return next.handle(exchange);
  }

  /**
   * The decision.
   *
   * @param client null for a peer on a Unix socket: in no network, so denied by none
   */
  public boolean permits(InetAddress client) {
    return !contain(deny, client) && (allow.isEmpty() || contain(allow, client));
  }

  private static boolean contain(List<Network> networks, InetAddress client) {
    return client != null && Network.anyContains(networks, client);
  }
}
