package site.deploy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;

/** What an app registers with its WebSocket. Touched on the app's context only. */
abstract class SocketHandlers extends WebSocketRequest implements ServerWebSocket {
  Handler<Buffer> handler;
  Handler<WebSocketFrame> frameHandler;
  Handler<Buffer> pongHandler;
  Handler<Void> endHandler;
  Handler<Void> closeHandler;
  Handler<Void> drainHandler;
  Handler<Throwable> exceptionHandler;

  SocketHandlers(AppRequest request) {
    super(request);
  }

  @Override
  public ServerWebSocket handler(Handler<Buffer> bytes) {
    handler = bytes;
    return this;
  }

  @Override
  public ServerWebSocket frameHandler(Handler<WebSocketFrame> frames) {
    frameHandler = frames;
    return this;
  }

  @Override
  public ServerWebSocket pongHandler(Handler<Buffer> pongs) {
    pongHandler = pongs;
    return this;
  }

  @Override
  public ServerWebSocket endHandler(Handler<Void> ended) {
    endHandler = ended;
    return this;
  }

  @Override
  public ServerWebSocket closeHandler(Handler<Void> closed) {
    closeHandler = closed;
    return this;
  }

  @Override
  public ServerWebSocket drainHandler(Handler<Void> drained) {
    drainHandler = drained;
    return this;
  }

  @Override
  public ServerWebSocket exceptionHandler(Handler<Throwable> failed) {
    exceptionHandler = failed;
    return this;
  }

  /** The event bus is the app's own, and the server's Vert.x does not write to it. */
  @Override
  public String binaryHandlerID() {
    return null;
  }

  @Override
  public String textHandlerID() {
    return null;
  }
}
