package site.http.aside;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import site.http.Exchange;

/** Makes exchanges of our own after the model of a client's. */
public final class Aside {
  private Aside() {}

  /**
   * One whose answer goes to us. Who makes it ends it, as connections do with those of clients.
   *
   * @param headers of the request; with content they must say how long it is
   * @param content null for none
   */
  public static Exchange exchange(
      Exchange client, HttpMethod method, MultiMap headers, Buffer content, Arrival arrival) {
    Exchange own =
        new Exchange(
            new AsideRequest(
                client.request(), method, headers, content, new AsideResponse(arrival)),
            client.id(),
            client.client(),
            client.authority(),
            client.requestedPath(),
            client.query(),
            client.started());
    own.see(client.path(), client.prefix());
    own.routed(client.site(), client.route());
    own.serverName(client.serverName());
    own.user(client.user());
    return own;
  }
}
