package site.deploy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.stream.ChunkedInput;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpResponseHead;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.concurrent.InboundMessageQueue;
import java.util.Optional;
import java.util.concurrent.Executor;
import site.http.Exchange;
import site.http.HeaderRules;

/**
 * The transport between the client's exchange, on the server's event loop, and the request object
 * Vert.x makes for the app, on the app's context. To Vert.x it is what an HTTP/2 stream is; here
 * the wire is two queues, and back-pressure goes through both of them.
 */
final class AppStream extends StreamHandlers {
  private static final Object END = new Object();

  private final Exchange exchange;
  private final HttpServerRequest request;
  private final ContextInternal front;
  private final ContextInternal app;
  private final AppConnection connection;
  private final FrontResponse response;
  private final FrontQueue outbound;
  private final InboundMessageQueue<Object> inbound;
  private final Optional<EmptyBody> empty;
  private final HttpVersion version;
  private boolean departed;
  private boolean closed;

  // Touched on the app's context only.
  private AppRequest appRequest;
  private FilePump file;
  private long bytesRead;
  private long bytesWritten;
  private boolean broken;

  AppStream(Exchange exchange, ContextInternal front, ContextInternal app, Executor home) {
    this.exchange = exchange;
    this.request = exchange.request();
    this.front = front;
    this.app = app;
    this.version = request.version();
    this.response = new FrontResponse(request, this::goOn);
    this.outbound = new FrontQueue(front, home, app, response::isFull, this::drained);
    this.inbound = new Inbound();
    this.empty =
        HeaderRules.hasNoBody(request)
            ? Optional.of(new EmptyBody(app, this::ended))
            : Optional.empty();
    this.connection =
        new AppConnection(
            request.connection(), exchange.client(), version, app, () -> writeReset(0));
  }

  // On the server's event loop: what happens to the client's exchange.

  /** Whether the exchange is still there to be given to the app, which will hear of it then. */
  boolean depart() {
    departed = !closed;
    return departed;
  }

  /** Lets the body flow. An upgrade has none, and must stay unread to become a WebSocket. */
  void open() {
    request.response().drainHandler(v -> goOn());
    if (empty.isPresent()) {
      return;
    }
    if (request.canUpgradeToWebSocket()) {
      inbound.write(END);
      return;
    }
    request.handler(inbound::write);
    request.endHandler(v -> inbound.write(END));
    request.exceptionHandler(failure -> Hop.to(app, () -> broken(failure)));
    request.resume();
  }

  /** The connection takes more. */
  private void goOn() {
    outbound.drain();
  }

  /** The exchange is over; whatever the app still writes fails. */
  void closed(boolean clientGone) {
    if (closed) {
      return;
    }
    closed = true;
    outbound.close();
    if (clientGone && departed) {
      Hop.to(app, this::clientGone);
    }
  }

  FrontResponse response() {
    return response;
  }

  private final class Inbound extends InboundMessageQueue<Object> {
    Inbound() {
      super(front.eventLoop(), app.executor());
    }

    @Override
    protected void handlePause() {
      if (!request.isEnded()) {
        request.pause();
      }
    }

    @Override
    protected void handleResume() {
      if (!request.isEnded() && !exchange.ended()) {
        request.resume();
      }
    }

    @Override
    protected void handleMessage(Object message) {
      if (message == END) {
        ended();
      } else {
        Buffer data = (Buffer) message;
        bytesRead += data.length();
        app.dispatch(data, dataHandler);
      }
    }
  }

  // On the app's context: what the app's request object is told.

  /** Begins the app's work on the request. */
  void begin(AppRequest appRequest, HttpRequestHead head) {
    this.appRequest = appRequest;
    appRequest.init();
    headHandler.handle(head);
    empty.ifPresent(EmptyBody::end);
  }

  private void ended() {
    app.dispatch(MultiMap.caseInsensitiveMultiMap(), trailersHandler);
  }

  private void broken(Throwable failure) {
    if (!broken) {
      broken = true;
      exceptionHandler.handle(failure);
    }
  }

  private void clientGone() {
    HttpClosedException gone = new HttpClosedException("Connection was closed");
    if (file != null) {
      file.stop(gone);
    }
    broken(gone);
    closeHandler.handle(null);
    connection.closed();
  }

  private void drained() {
    if (file != null) {
      file.pump();
    } else {
      drainHandler.handle(null);
    }
  }

  // On the app's threads: what the app writes.

  @Override
  public Future<Void> writeHead(HttpResponseHead head, Buffer chunk, boolean end) {
    if (head.statusCode() == 100 || head.statusCode() == 103) {
      return outbound.call(() -> response.interim(head));
    }
    count(chunk);
    // Vert.x forgets the app's own phrase on the way, as HTTP/2 has none.
    String phrase = appRequest.response().getStatusMessage();
    return outbound.call(() -> response.head(head, phrase, chunk, end));
  }

  @Override
  public Future<Void> writeChunk(Buffer chunk, boolean end) {
    count(chunk);
    return outbound.call(() -> response.chunk(chunk, end));
  }

  @Override
  public Future<Void> writeHeaders(MultiMap trailers, boolean end) {
    return outbound.call(() -> response.trailers(trailers));
  }

  @Override
  public void sendFile(ChunkedInput<ByteBuf> chunks, Promise<Void> promise) {
    file = new FilePump(chunks, this, promise);
    file.pump();
  }

  /** Runs the task on the server's event loop when all that was written so far is through. */
  void afterWrites(Runnable task) {
    outbound.call(
        () -> {
          task.run();
          return Future.succeededFuture();
        });
  }

  /** Does not wait behind what the client does not take. */
  @Override
  public Future<Void> writeReset(long code) {
    Promise<Void> done = app.promise();
    front.emit(v -> Hop.settle(request.response().reset(code), done));
    return done.future();
  }

  @Override
  public Future<Boolean> cancel() {
    return writeReset(0x8).map(true);
  }

  @Override
  public Future<Void> writeFrame(int type, int flags, Buffer payload) {
    return outbound.call(() -> request.response().writeCustomFrame(type, flags, payload));
  }

  private void count(Buffer chunk) {
    bytesWritten += chunk == null ? 0 : chunk.length();
  }

  @Override
  public boolean isWritable() {
    return outbound.isWritable();
  }

  @Override
  public HttpServerStream pause() {
    empty.ifPresentOrElse(EmptyBody::pause, inbound::pause);
    return this;
  }

  @Override
  public HttpServerStream fetch(long amount) {
    empty.ifPresentOrElse(EmptyBody::resume, () -> inbound.fetch(amount));
    return this;
  }

  @Override
  public long bytesWritten() {
    return bytesWritten;
  }

  @Override
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public long id() {
    return 1;
  }

  @Override
  public HttpVersion version() {
    return version;
  }

  @Override
  public AppConnection connection() {
    return connection;
  }

  @Override
  public ContextInternal context() {
    return app;
  }
}
