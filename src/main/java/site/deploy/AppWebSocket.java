package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.concurrent.InboundMessageQueue;
import java.time.Duration;
import java.util.Optional;

/**
 * A WebSocket in an app's hands: frames come in and writes go out by a hop each, with back-pressure
 * both ways; all handlers and futures are the app's. The real one stays on its event loop.
 */
final class AppWebSocket extends SocketHandlers {
  /** RFC 6455 7.4.1: the endpoint is going away. */
  static final short GOING_AWAY = 1001;

  private final ServerWebSocket real;
  private final ContextInternal front;
  private final ContextInternal app;
  private final String protocol;
  private final FrontQueue outbound;
  private final InboundMessageQueue<WebSocketFrame> inbound;
  private final MessageAssembler messages;

  /** What the client is told at the end; known on the event loop of the connection. */
  private Farewell farewell = new Farewell(GOING_AWAY, "the server is shutting down");

  private record Farewell(short status, String reason) {}

  /** Called on the event loop of the connection, before its first frame is read. */
  AppWebSocket(
      ServerWebSocket real,
      AppRequest request,
      ContextInternal front,
      ContextInternal app,
      WebSocketServerConfig config,
      Optional<String> protocol) {
    super(request);
    this.real = real;
    this.front = front;
    this.app = app;
    this.protocol = protocol.orElse(real.subProtocol());
    this.messages = new MessageAssembler(config.getMaxMessageSize());
    this.outbound =
        new FrontQueue(
            front, front.nettyEventLoop(), app, this::isFull, () -> call(drainHandler, null));
    this.inbound = new Inbound();
    real.frameHandler(inbound::write);
    real.drainHandler(v -> outbound.drain());
    real.exceptionHandler(e -> Hop.to(app, () -> call(exceptionHandler, e)));
    shutdownHandler(null);
  }

  // On the event loop of the connection.

  /** Calls the task when the connection is closed, after the app was told. */
  void onClosed(Runnable task) {
    real.closeHandler(
        v -> {
          outbound.close();
          Hop.to(app, () -> call(closeHandler, null));
          task.run();
        });
  }

  /**
   * Ends it as the client or the app asked for, else because the server goes away. Later, because a
   * client's own words are known only when Vert.x is done with its frame.
   */
  private void farewell() {
    front.runOnContext(
        v -> {
          Short asked = real.closeStatusCode();
          if (asked != null) {
            real.close(asked, real.closeReason());
          } else {
            real.close(farewell.status(), farewell.reason());
          }
        });
  }

  /** Tells the client to come back; done when the WebSocket is closed. Any thread. */
  Future<Void> goAway() {
    return real.close(GOING_AWAY, "the application is being replaced");
  }

  private boolean isFull() {
    return !real.isClosed() && real.writeQueueFull();
  }

  private final class Inbound extends InboundMessageQueue<WebSocketFrame> {
    Inbound() {
      super(front.eventLoop(), app.executor());
    }

    @Override
    protected void handlePause() {
      real.pause();
    }

    @Override
    protected void handleResume() {
      real.resume();
    }

    @Override
    protected void handleMessage(WebSocketFrame frame) {
      app.dispatch(frame, AppWebSocket.this::received);
    }
  }

  // On the app's context.

  private void received(WebSocketFrame frame) {
    call(frameHandler, frame);
    switch (frame.type()) {
      case TEXT, BINARY, CONTINUATION -> data(frame);
      case CLOSE -> call(endHandler, null);
      case PONG -> control(() -> call(pongHandler, frame.binaryData()));
      case PING -> control(() -> {});
    }
  }

  private void data(WebSocketFrame frame) {
    call(handler, frame.binaryData());
    try {
      messages.add(frame);
    } catch (IllegalStateException tooLarge) {
      call(exceptionHandler, tooLarge);
    }
  }

  /** Control frames do not count as what the app asked for by {@code fetch}. */
  private void control(Runnable task) {
    task.run();
    inbound.fetch(1);
  }

  private static <T> void call(Handler<T> handler, T event) {
    if (handler != null) {
      handler.handle(event);
    }
  }

  // On the app's threads: what the app writes.

  @Override
  public Future<Void> writeFrame(WebSocketFrame frame) {
    return outbound.call(() -> real.writeFrame(frame));
  }

  @Override
  public Future<Void> writeFinalTextFrame(String text) {
    return outbound.call(() -> real.writeFinalTextFrame(text));
  }

  @Override
  public Future<Void> writeFinalBinaryFrame(Buffer data) {
    return outbound.call(() -> real.writeFinalBinaryFrame(data));
  }

  @Override
  public Future<Void> writeBinaryMessage(Buffer data) {
    return outbound.call(() -> real.writeBinaryMessage(data));
  }

  @Override
  public Future<Void> writeTextMessage(String text) {
    return outbound.call(() -> real.writeTextMessage(text));
  }

  @Override
  public Future<Void> write(Buffer data) {
    return outbound.call(() -> real.write(data));
  }

  @Override
  public Future<Void> writePing(Buffer data) {
    return outbound.call(() -> real.writePing(data));
  }

  @Override
  public Future<Void> writePong(Buffer data) {
    return outbound.call(() -> real.writePong(data));
  }

  @Override
  public Future<Void> end() {
    return close();
  }

  /** Closing may take as long as the client does, so what was written before goes first. */
  @Override
  public Future<Void> shutdown(Duration timeout, short status, String reason) {
    return outbound.call(
        () -> {
          farewell = new Farewell(status, reason);
          return real.shutdown(timeout, status, reason);
        });
  }

  @Override
  public boolean writeQueueFull() {
    return !outbound.isWritable();
  }

  @Override
  public ServerWebSocket setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public ServerWebSocket pause() {
    inbound.pause();
    return this;
  }

  @Override
  public ServerWebSocket fetch(long amount) {
    inbound.fetch(amount);
    return this;
  }

  @Override
  public ServerWebSocket textMessageHandler(Handler<String> texts) {
    messages.onText(texts);
    return this;
  }

  @Override
  public ServerWebSocket binaryMessageHandler(Handler<Buffer> binaries) {
    messages.onBinary(binaries);
    return this;
  }

  @Override
  public ServerWebSocket shutdownHandler(Handler<Void> shutdown) {
    // Without a handler Vert.x would say 1000, as if all had been said; with one, it leaves every
    // closing to the handler, whoever began it.
    real.shutdownHandler(
        shutdown == null ? v -> farewell() : v -> Hop.to(app, () -> call(shutdown, null)));
    return this;
  }

  @Override
  public String subProtocol() {
    return protocol;
  }

  @Override
  public Short closeStatusCode() {
    return real.closeStatusCode();
  }

  @Override
  public String closeReason() {
    return real.closeReason();
  }

  @Override
  public boolean isClosed() {
    return real.isClosed();
  }
}
