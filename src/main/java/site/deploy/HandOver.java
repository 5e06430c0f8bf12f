package site.deploy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.net.HostAndPort;
import java.util.Map;
import java.util.Optional;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * One exchange in the hands of an app. It stays where its connection lives, on the server's event
 * loop; what crosses to the app's own context is an {@link AppRequest} over an {@link AppStream}.
 * Ends when the exchange does, whatever the app is doing.
 */
final class HandOver {
  private static final String PREFIX = "X-Forwarded-Prefix";

  private final AppRevision revision;
  private final Instance instance;
  private final AppServer server;
  private final Exchange exchange;
  private final ContextInternal front;
  private final ContextInternal app;
  private final Ferry ferry;
  private final AppStream stream;
  private final Promise<Void> done;
  private final Runnable onLeft;
  private HttpRequestHead head;
  private boolean inFlight = true;

  /** The caller has counted the exchange as in flight, and is told when it no longer is. */
  HandOver(AppRevision revision, Instance instance, Exchange exchange, Runnable onLeft) {
    this.revision = revision;
    this.instance = instance;
    this.onLeft = onLeft;
    this.server = instance.server();
    this.exchange = exchange;
    this.front = ((HttpServerRequestInternal) exchange.request()).context();
    // As Vert.x does for every request: the same thread, data of its own.
    this.app = instance.context().duplicate();
    this.ferry = instance.ferry(front.nettyEventLoop());
    this.stream = new AppStream(exchange, front, app, ferry);
    this.done = front.promise();
  }

  /** Done when the response is complete or the client gone; failed when the app failed first. */
  Future<Void> begin() {
    exchange.onEnd(x -> ended());
    exchange.onAbandon(this::fail);
    head = head(exchange);
    ferry.board(this);
    return done.future();
  }

  /** Whether there is still somebody to answer. */
  boolean departs() {
    return stream.depart();
  }

  /** The app's context has it among its tasks; what is sent from here comes behind. */
  void departed() {
    stream.open();
  }

  /** Begins the app's work on it; on the thread of the instance. */
  void land() {
    app.emit(v -> stream.begin(new AppRequest(this, server, stream), head));
  }

  /** Takes the exchange back from an app that will not answer any more; any thread. */
  void abandon(HttpFailure failure) {
    front.emit(v -> fail(failure));
  }

  boolean isWith(Instance asked) {
    return instance == asked;
  }

  private void ended() {
    stream.closed(exchange.clientGone());
    left();
    done.tryComplete();
  }

  private void left() {
    if (inFlight) {
      inFlight = false;
      revision.left(this);
      onLeft.run();
    }
  }

  private void fail(HttpFailure failure) {
    if (!exchange.ended() && !exchange.response().ended()) {
      // First, so that a late answer of the app does not meet the server's.
      stream.closed(true);
      done.tryFail(failure);
    }
  }

  /** Calls the app's handler; on its context. */
  void serve(HttpServerRequest request) {
    instance.begins();
    try {
      server.handle((AppRequest) request);
    } catch (Throwable thrown) {
      HttpFailure failure = new HttpFailure(500, "app " + revision.name() + ": " + thrown);
      stream.afterWrites(() -> fail(failure));
      throw thrown; // to the app's exception handler, which logs it with its stack
    } finally {
      instance.ends();
    }
  }

  /** Makes the exchange a WebSocket; called by the app. */
  Future<ServerWebSocket> upgrade(AppRequest request, WebSocketServerConfig config) {
    PromiseInternal<ServerWebSocket> promise = app.promise();
    Optional<String> protocol = SubProtocol.choose(request.headers(), config.getSubProtocols());
    MultiMap headers = request.response().headers();
    protocol.ifPresent(name -> headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, name));
    front.emit(v -> shakeHands(request, config, protocol, headers, promise));
    return promise.future();
  }

  private void shakeHands(
      AppRequest request,
      WebSocketServerConfig config,
      Optional<String> protocol,
      MultiMap headers,
      PromiseInternal<ServerWebSocket> promise) {
    stream.response().takeOver(headers);
    Future<ServerWebSocket> upgraded =
        exchange
            .request()
            .toWebSocket()
            .map(socket -> opened(new AppWebSocket(socket, request, front, app, config, protocol)));
    Hop.settle(upgraded, promise);
  }

  /** From here on the exchange lasts as long as the WebSocket and holds up no redeployment. */
  private AppWebSocket opened(AppWebSocket socket) {
    revision.opened(socket);
    left();
    socket.onClosed(
        () -> {
          revision.closed(socket);
          exchange.end(false);
        });
    return socket;
  }

  /**
   * What the app is told of the request: the route's view of it, from the client as it really is.
   */
  private static HttpRequestHead head(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    return new HttpRequestHead(
        exchange.client().scheme(),
        request.method(),
        exchange.uri(),
        headers(exchange),
        HostAndPort.parseAuthority(exchange.authority().toString(), -1),
        null,
        null);
  }

  /** A copy, as the server's threads go on reading the original. */
  private static MultiMap headers(Exchange exchange) {
    MultiMap headers = HttpHeaders.headers();
    for (Map.Entry<String, String> field : exchange.request().headers()) {
      if (!field.getKey().startsWith(":") && !field.getKey().equalsIgnoreCase(PREFIX)) {
        headers.add(field.getKey(), field.getValue());
      }
    }
    if (!exchange.prefix().isEmpty()) {
      headers.add(PREFIX, exchange.prefix());
    }
    return headers;
  }
}
