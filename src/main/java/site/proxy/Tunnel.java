package site.proxy;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.time.Duration;

/**
 * Two sockets joined after an upgrade: what one says the other hears, the end included. Who has
 * ended its half still hears the other, as long as that is not silent for too long; in TLS, which
 * has no halves, both end together.
 */
final class Tunnel {

  /** One end: its socket, the channel below it and how it is held back. */
  record End(NetSocket socket, Channel channel, Valve valve) {}

  private final End client;
  private final End target;
  private final Pump up;
  private final Pump down;
  private final Deadline deadline;
  private final Duration patience;
  private int ended;

  /**
   * Both sockets are paused until {@link #join}.
   *
   * @param deadline not begun; when it expires the sockets are to be closed
   * @param patience how long one end may say nothing once the other has ended
   */
  Tunnel(End client, End target, Deadline deadline, Duration patience) {
    this.client = client;
    this.target = target;
    this.deadline = deadline;
    this.patience = patience;
    this.up = new Pump(client.socket, client.valve, target.socket, deadline);
    this.down = new Pump(target.socket, target.valve, client.socket, deadline);
  }

  /** Done when both are closed; while none has ended it has no idle time of its own. */
  Future<Void> join() {
    Promise<Void> clientClosed = Promise.promise();
    Promise<Void> targetClosed = Promise.promise();
    client.socket.closeHandler(v -> clientClosed.tryComplete());
    target.socket.closeHandler(v -> targetClosed.tryComplete());
    if (HalfClose.isPossible(client.channel) && HalfClose.isPossible(target.channel)) {
      HalfClose.watch(client.channel, () -> end(up, target));
      HalfClose.watch(target.channel, () -> end(down, client));
    }
    up.run().onFailure(cause -> target.socket.close());
    down.run().onFailure(cause -> client.socket.close());
    return Future.join(clientClosed.future(), targetClosed.future()).mapEmpty();
  }

  void close() {
    client.socket.close();
    target.socket.close();
  }

  private void end(Pump pump, End hearer) {
    deadline.begin(patience);
    endBehind(pump, hearer);
  }

  /** What was said before the end, and is held back for a slow hearer, goes before it. */
  private void endBehind(Pump pump, End hearer) {
    if (pump.isWaiting()) {
      Runnable again = () -> endBehind(pump, hearer);
      pump.onDrained(() -> hearer.channel.eventLoop().execute(again)); // behind what is let go then
    } else {
      pump.written().onComplete(done -> endHalf(hearer));
    }
  }

  private void endHalf(End hearer) {
    if (++ended == 2) {
      close();
    } else {
      var unused = ((DuplexChannel) hearer.channel).shutdownOutput();
    }
  }
}
