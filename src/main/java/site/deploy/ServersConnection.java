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
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.core.http.impl.HttpServerStream;

/**
 * What Vert.x wants of a connection and only a server can do with one: handlers are never called,
 * requests refused.
 */
abstract class ServersConnection implements HttpServerConnection {

  /** HTTP/2's kind of map serves every version: lower-case names are right for all of them. */
  @Override
  public Headers<CharSequence, CharSequence, ?> newHeaders() {
    return new DefaultHttp2Headers(false);
  }

  @Override
  public boolean supportsSendFile() {
    return true;
  }

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
    return context().failedFuture(notTheApps());
  }

  @Override
  public Future<Buffer> ping(Buffer data) {
    return context().failedFuture(notTheApps());
  }

  @Override
  public ChannelHandlerContext channelHandlerContext() {
    throw notTheApps();
  }

  private static UnsupportedOperationException notTheApps() {
    return new UnsupportedOperationException("the connection belongs to the server");
  }
}
