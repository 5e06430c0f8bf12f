package site.deploy;

import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.FormDecoderConfig;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.QueryParamDecoderConfig;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.WebSocketServerConfig;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.http.QueryParamDecoder;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import java.time.Duration;

/**
 * The server an app gets when it asks for one. It opens no socket: {@code listen} makes its caller
 * an instance of the app's revision, and requests are brought to the handlers from inside. The port
 * is a label.
 */
final class AppServer implements HttpServer, Closeable {
  private final AppVertx vertx;
  private final HttpServerConfig config;
  private final FormDecoderConfig forms;
  private final QueryParamDecoder queries;
  private final WebSocketServerConfig webSockets;
  private Handler<HttpServerRequest> requestHandler;
  private Handler<ServerWebSocket> webSocketHandler;
  private Handler<ServerWebSocketHandshake> handshakeHandler;
  private SocketAddress address;
  private Instance instance;

  AppServer(AppVertx vertx, HttpServerConfig config) {
    this.vertx = vertx;
    this.config = config;
    FormDecoderConfig form = config.getFormDecoderConfig();
    this.forms = form == null ? new FormDecoderConfig() : form;
    QueryParamDecoderConfig query = config.getQueryParamConfig();
    this.queries = new QueryParamDecoder(query == null ? new QueryParamDecoderConfig() : query);
    WebSocketServerConfig socket = config.getWebSocketConfig();
    this.webSockets = socket == null ? new WebSocketServerConfig() : socket;
    this.address = SocketAddress.inetSocketAddress(config.getTcpPort(), config.getTcpHost());
  }

  /** Gives a request to the handler the app has for it, by Vert.x' rules; on the app's context. */
  void handle(AppRequest request) {
    boolean takesWebSockets = webSocketHandler != null || handshakeHandler != null;
    if (takesWebSockets && request.headers().contains(HttpHeaders.UPGRADE, "websocket", true)) {
      shakeHands(new AppHandshake(request));
    } else if (requestHandler != null) {
      requestHandler.handle(request);
    } else {
      request.response().setStatusCode(400).end();
    }
  }

  private void shakeHands(AppHandshake handshake) {
    if (webSocketHandler != null) {
      handshake.accepted().onSuccess(webSocketHandler);
    }
    if (handshakeHandler != null) {
      handshakeHandler.handle(handshake);
    } else {
      handshake.accept();
    }
  }

  @Override
  public Future<HttpServer> listen() {
    return listen(address);
  }

  @Override
  public Future<HttpServer> listen(SocketAddress label) {
    if (requestHandler == null && webSocketHandler == null && handshakeHandler == null) {
      throw new IllegalStateException("Set request or WebSocket handler first");
    }
    if (instance != null) {
      throw new IllegalStateException("Listen already called");
    }
    address = label;
    ContextInternal context = vertx.getOrCreateContext();
    instance = new Instance(context, this);
    context.addCloseHook(this);
    vertx.revision().join(instance);
    return context.succeededFuture(this);
  }

  @Override
  public Future<Void> shutdown(Duration timeout) {
    if (instance != null) {
      vertx.revision().leave(instance);
      instance.context().removeCloseHook(this);
    }
    return vertx.getOrCreateContext().succeededFuture();
  }

  /** Called when the verticle is undeployed without having closed its server. */
  @Override
  public void close(Completable<Void> completion) {
    vertx.revision().leave(instance);
    completion.succeed();
  }

  @Override
  public int actualPort() {
    return address.port();
  }

  HttpServerConfig config() {
    return config;
  }

  FormDecoderConfig forms() {
    return forms;
  }

  QueryParamDecoder queries() {
    return queries;
  }

  WebSocketServerConfig webSockets() {
    return webSockets;
  }

  @Override
  public HttpServer requestHandler(Handler<HttpServerRequest> handler) {
    requestHandler = handler;
    return this;
  }

  @Override
  public Handler<HttpServerRequest> requestHandler() {
    return requestHandler;
  }

  @Override
  public HttpServer webSocketHandler(Handler<ServerWebSocket> handler) {
    webSocketHandler = handler;
    return this;
  }

  @Override
  public Handler<ServerWebSocket> webSocketHandler() {
    return webSocketHandler;
  }

  @Override
  public HttpServer webSocketHandshakeHandler(Handler<ServerWebSocketHandshake> handler) {
    handshakeHandler = handler;
    return this;
  }

  // Connections, certificates and malformed requests are the server's: these are never called.

  @Override
  public HttpServer invalidRequestHandler(Handler<HttpServerRequest> handler) {
    return this;
  }

  @Override
  public HttpServer connectionHandler(Handler<HttpConnection> handler) {
    return this;
  }

  @Override
  public HttpServer exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public Future<Boolean> updateSSLOptions(ServerSSLOptions options, boolean force) {
    return vertx.getOrCreateContext().succeededFuture(false);
  }

  @Override
  public Future<Boolean> updateTrafficShapingOptions(TrafficShapingOptions options) {
    return vertx.getOrCreateContext().succeededFuture(false);
  }

  @Override
  public boolean isMetricsEnabled() {
    return false;
  }
}
