package site.http.aside;

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
 * A client's request as we put it on our own account: with method, header fields and content of its
 * own, and answered to us. It may outlast the client.
 */
final class AsideRequest extends HttpServerRequestWrapper {
  private final HttpMethod method;
  private final MultiMap headers;
  private final HttpServerResponse response;
  private final HttpVersion version;
  private final SocketAddress peer;
  private final SocketAddress local;
  private Buffer content;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private boolean flowing;

  /**
   * What is asked.
   *
   * @param content null for none
   */
  AsideRequest(
      HttpServerRequest client,
      HttpMethod method,
      MultiMap headers,
      Buffer content,
      HttpServerResponse response) {
    super((HttpServerRequestInternal) client);
    this.method = method;
    this.headers = headers;
    this.content = content;
    this.response = response;
    this.peer = client.remoteAddress();
    this.local = client.localAddress();
    // We take chunks whatever the client takes.
    this.version =
        client.version() == HttpVersion.HTTP_1_0 ? HttpVersion.HTTP_1_1 : client.version();
  }

  @Override
  public HttpMethod method() {
    return method;
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
    return content == null;
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> next) {
    handler = next;
    deliver();
    return this;
  }

  @Override
  public HttpServerRequest exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    endHandler = handler;
    deliver();
    return this;
  }

  @Override
  public HttpServerRequest pause() {
    flowing = false;
    return this;
  }

  @Override
  public HttpServerRequest resume() {
    return fetch(1);
  }

  @Override
  public HttpServerRequest fetch(long amount) {
    flowing = true;
    deliver();
    return this;
  }

  private void deliver() {
    if (flowing && content != null && handler != null) {
      Buffer once = content;
      content = null;
      handler.handle(once);
    }
    if (flowing && content == null && endHandler != null) {
      Handler<Void> once = endHandler;
      endHandler = null;
      once.handle(null);
    }
  }

  @Override
  public Future<Buffer> body() {
    return Future.succeededFuture(content == null ? Buffer.buffer() : content);
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }
}
