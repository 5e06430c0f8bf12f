package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import io.vertx.core.net.SocketAddress;

/**
 * A client's request as the cache makes it: with header fields of its own, without content, and
 * answered to the cache. It may outlast the client.
 */
final class FetchRequest extends HttpServerRequestWrapper {
  private final MultiMap headers;
  private final HttpServerResponse response;
  private final HttpVersion version;
  private final SocketAddress peer;
  private final SocketAddress local;
  private Handler<Void> endHandler;
  private boolean flowing;

  FetchRequest(HttpServerRequest client, MultiMap headers, HttpServerResponse response) {
    super((HttpServerRequestInternal) client);
    this.headers = headers;
    this.response = response;
    this.peer = client.remoteAddress();
    this.local = client.localAddress();
    // The cache takes chunks whatever the client takes.
    this.version =
        client.version() == HttpVersion.HTTP_1_0 ? HttpVersion.HTTP_1_1 : client.version();
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public HttpVersion version() {
    return version;
  }

  @Override
  public MultiMap headers() {
    return headers;
  }

  @Override
  public String getHeader(String name) {
    return headers.get(name);
  }

  @Override
  public String getHeader(CharSequence name) {
    return headers.get(name);
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }

  @Override
  public SocketAddress remoteAddress() {
    return peer;
  }

  @Override
  public SocketAddress localAddress() {
    return local;
  }

  @Override
  public boolean isEnded() {
    return true;
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    return this;
  }

  @Override
  public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    endHandler = handler;
    tellEnd();
    return this;
  }

  @Override
  public HttpServerRequest pause() {
    return this;
  }

  @Override
  public HttpServerRequest resume() {
    return fetch(1);
  }

  @Override
  public HttpServerRequest fetch(long amount) {
    flowing = true;
    tellEnd();
    return this;
  }

  private void tellEnd() {
    if (flowing && endHandler != null) {
      Handler<Void> once = endHandler;
      endHandler = null;
      once.handle(null);
    }
  }

  @Override
  public Future<Buffer> body() {
    return Future.succeededFuture(Buffer.buffer());
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }
}
