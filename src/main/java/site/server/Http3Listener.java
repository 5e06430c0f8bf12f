package site.server;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** HTTP/3 beside one listener: not open yet, open, or closed; closed for good. */
final class Http3Listener {
  private final Connections connections;
  private final Supplier<Future<QuicListener>> opening;
  private final Consumer<Future<Void>> leaving;
  private Future<QuicListener> open;
  private boolean closed;

  /**
   * Opens nothing yet.
   *
   * @param leaving is told, as it begins to close, when it will be
   */
  Http3Listener(
      Connections connections,
      Supplier<Future<QuicListener>> opening,
      Consumer<Future<Void>> leaving) {
    this.connections = connections;
    this.opening = opening;
    this.leaving = leaving;
  }

  /** Nothing happens where it was closed before. */
  synchronized Future<Void> open() {
    if (closed) {
      return Future.succeededFuture();
    }
    open = opening.get().onSuccess(listener -> connections.speakHttp3(true));
    return open.mapEmpty();
  }

  /** Takes no new connections at once; done when the port is free. */
  synchronized Future<Void> close(Duration drain) {
    closed = true;
    connections.speakHttp3(false);
    if (open == null) {
      return Future.succeededFuture();
    }
    Future<Void> gone = open.compose(listener -> listener.close(drain)).otherwiseEmpty();
    leaving.accept(gone);
    return gone;
  }
}
