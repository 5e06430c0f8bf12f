package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpFrame;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.StreamPriority;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.net.HostAndPort;

/**
 * What Vert.x' request object registers with the stream below it, and the parts of a stream that
 * are the server's affair when the stream is an app's. Touched on the app's context only.
 */
abstract class StreamHandlers implements HttpServerStream {
  Handler<HttpRequestHead> headHandler;
  Handler<Buffer> dataHandler;
  Handler<MultiMap> trailersHandler;
  Handler<Throwable> exceptionHandler;
  Handler<Void> closeHandler;
  Handler<Void> drainHandler;

  @Override
  public HttpServerStream headHandler(Handler<HttpRequestHead> handler) {
    headHandler = handler;
    return this;
  }

  @Override
  public HttpServerStream dataHandler(Handler<Buffer> handler) {
    dataHandler = handler;
    return this;
  }

  @Override
  public HttpServerStream trailersHandler(Handler<MultiMap> handler) {
    trailersHandler = handler;
    return this;
  }

  @Override
  public HttpServerStream exceptionHandler(Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  @Override
  public HttpServerStream closeHandler(Handler<Void> handler) {
    closeHandler = handler;
    return this;
  }

  @Override
  public HttpServerStream drainHandler(Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  // The server's affair, or nobody's any more.

  @Override
  public HttpServerStream resetHandler(Handler<Long> handler) {
    return this;
  }

  @Override
  public HttpServerStream customFrameHandler(Handler<HttpFrame> handler) {
    return this;
  }

  @Override
  public HttpServerStream priorityChangeHandler(Handler<StreamPriority> handler) {
    return this;
  }

  @Override
  public HttpServerStream setWriteQueueMaxSize(int maxSize) {
    return this;
  }

  @Override
  public HttpServerStream updatePriority(StreamPriority priority) {
    return this;
  }

  @Override
  public StreamPriority priority() {
    return null;
  }

  @Override
  public Object metric() {
    return null;
  }

  @Override
  public void routed(String route) {}

  @Override
  public Future<HttpServerStream> sendPush(
      HostAndPort authority,
      HttpMethod pushed,
      MultiMap headers,
      String path,
      StreamPriority priority) {
    return context().failedFuture("browsers no longer take server push");
  }
}
