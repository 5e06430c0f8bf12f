package site.deploy;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.Headers;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.GoAway;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpSettings;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import site.http.Client;

/**
 * The client's connection as an app sees it: who is at the other end, truly, and no more. The
 * connection is shared with requests of other apps, so an app that closes it ends its own request
 * only.
 */
final class AppConnection implements HttpServerConnection {
  private final HttpConnection real;
  private final Client client;
  private final HttpVersion version;
  private final ContextInternal app;
  private final Supplier<Future<Void>> reset;
  private Handler<Void> closeHandler;

  /** {@code reset} ends the one request. */
  AppConnection(
      HttpConnection real,
      Client client,
      HttpVersion version,
      ContextInternal app,
      Supplier<Future<Void>> reset) {
    this.real = real;
    this.client = client;
    this.version = version;
    this.app = app;
    this.reset = reset;
  }

  /** Called on the app's context when the client has gone. */
  void closed() {
    if (closeHandler != null) {
      closeHandler.handle(null);
    }
  }

  @Override
  public SocketAddress remoteAddress() {
    return client.address() == null
        ? real.remoteAddress()
        : SocketAddress.inetSocketAddress(client.port(), client.address().getHostAddress());
  }

  @Override
  public SocketAddress remoteAddress(boolean ofPeer) {
    return ofPeer ? real.remoteAddress(true) : remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return real.localAddress();
  }

  @Override
  public SocketAddress localAddress(boolean ofPeer) {
    return real.localAddress(ofPeer);
  }

  @Override
  public boolean isSsl() {
    return client.secure();
  }

  @Override
  public SSLSession sslSession() {
    return real.sslSession();
  }

  @Override
  public String indicatedServerName() {
    return real.indicatedServerName();
  }

  @Override
  public HttpVersion protocolVersion() {
    return version;
  }

  @Override
  public HttpConnection closeHandler(Handler<Void> handler) {
    closeHandler = handler;
    return this;
  }

  @Override
  public Future<Void> shutdown(Duration timeout) {
    return reset.get().otherwiseEmpty();
  }

  @Override
  public ContextInternal context() {
    return app;
  }

  /** HTTP/2's kind of map serves every version: lower-case names are right for all of them. */
  @Override
  public Headers<CharSequence, CharSequence, ?> newHeaders() {
    return new DefaultHttp2Headers(false);
  }

  @Override
  public boolean supportsSendFile() {
    return true;
  }

  // What follows is the server's affair: handlers are never called, requests refused.

  @Override
  @SuppressWarnings("deprecation") // abstract there all the same
  public HttpConnection goAway(long errorCode, int lastStreamId, Buffer debugData) {
    return this;
  }

  @Override
  public HttpConnection goAwayHandler(Handler<GoAway> handler) {
    return this;
  }

  @Override
  public HttpConnection shutdownHandler(Handler<Void> handler) {
    return this;
  }

  @Override
  public HttpConnection remoteSettingsHandler(Handler<HttpSettings> handler) {
    return this;
  }

  @Override
  public HttpConnection pingHandler(Handler<Buffer> handler) {
    return this;
  }

  @Override
  public HttpConnection exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public HttpServerConnection streamHandler(Handler<HttpServerStream> handler) {
    throw notTheApps();
  }

  @Override
  public HttpSettings settings() {
    throw notTheApps();
  }

  @Override
  public HttpSettings remoteSettings() {
    throw notTheApps();
  }

  @Override
  public Future<Void> updateSettings(HttpSettings settings) {
    return app.failedFuture(notTheApps());
  }

  @Override
  public Future<Buffer> ping(Buffer data) {
    return app.failedFuture(notTheApps());
  }

  @Override
  public ChannelHandlerContext channelHandlerContext() {
    throw notTheApps();
  }

  private static UnsupportedOperationException notTheApps() {
    return new UnsupportedOperationException("the connection belongs to the server");
  }
}
