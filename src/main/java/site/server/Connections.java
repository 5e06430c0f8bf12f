package site.server;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.concurrent.atomic.LongAdder;

/** Counts the connections of one listener. */
final class Connections {
  private final LongAdder accepted = new LongAdder();
  private final LongAdder closed = new LongAdder();
  private final LimitTally limits = new LimitTally();

  /**
   * Counts a connection until its channel is closed: Vert.x' own handler is called no more once a
   * connection became a WebSocket or a tunnel.
   */
  void count(HttpConnection connection) {
    accepted.increment();
    HeaderDeadline.connected(connection);
    ((HttpServerConnection) connection)
        .channelHandlerContext()
        .channel()
        .closeFuture()
        .addListener(end -> closed.increment());
  }

  /** Those that ran into a limit. */
  LimitTally limits() {
    return limits;
  }

  ConnectionsState state() {
    long over = closed.sum();
    long all = accepted.sum();
    return new ConnectionsState(all - over, all, limits.sums());
  }
}
