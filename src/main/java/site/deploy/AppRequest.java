package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.HttpServerRequestImpl;
import io.vertx.core.net.NetSocket;

/**
 * The request an app's handler is given: Vert.x' own, over a stream of ours. So bodies, forms,
 * uploads, cookies and the response behave as an app knows them from a real server.
 */
final class AppRequest extends HttpServerRequestImpl {
  private final HandOver handOver;
  private final AppServer server;

  AppRequest(HandOver handOver, AppServer server, AppStream stream) {
    super(
        handOver::serve,
        stream,
        stream.context(),
        server.config().isHandle100ContinueAutomatically(),
        server.forms().getMaxAttributeSize(),
        server.forms().getMaxFields(),
        server.forms().getMaxBufferedBytes(),
        server.queries(),
        "");
    this.handOver = handOver;
    this.server = server;
  }

  /** Over HTTP/1.1 a request may be paused and resumed after its end, and apps do. */
  @Override
  public HttpServerRequest pause() {
    return isEnded() ? this : super.pause();
  }

  @Override
  public HttpServerRequest fetch(long amount) {
    return isEnded() ? this : super.fetch(amount);
  }

  @Override
  public Future<ServerWebSocket> toWebSocket() {
    return handOver.upgrade(this, server.webSockets());
  }

  @Override
  public Future<NetSocket> toNetSocket() {
    return context()
        .failedFuture("an app has no socket of its own: the connection is the server's");
  }
}
