package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;

/**
 * Two sockets joined after an upgrade: what one says the other hears. When either ends, what it
 * said is delivered and the other is ended, too.
 */
final class Tunnel {
  private Tunnel() {}

  /**
   * Both sockets are paused until now. Done when both are closed; it has no idle time of its own.
   */
  static Future<Void> join(NetSocket client, NetSocket target, Valve targetValve) {
    Promise<Void> clientClosed = Promise.promise();
    Promise<Void> targetClosed = Promise.promise();
    client.closeHandler(v -> clientClosed.tryComplete());
    target.closeHandler(v -> targetClosed.tryComplete());
    Deadline none = new Deadline(() -> {});
    new Pump(client, Valve.of(client), target, none).run().onFailure(cause -> target.close());
    new Pump(target, targetValve, client, none).run().onFailure(cause -> client.close());
    return Future.join(clientClosed.future(), targetClosed.future()).mapEmpty();
  }
}
