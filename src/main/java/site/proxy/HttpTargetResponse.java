package site.proxy;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;

/** A response in HTTP. */
final class HttpTargetResponse implements TargetResponse {
  private final HttpClientResponse response;
  private final Valve valve;

  HttpTargetResponse(HttpClientResponse response, Valve valve) {
    this.response = response;
    this.valve = valve;
  }

  @Override
  public int status() {
    return response.statusCode();
  }

  @Override
  public MultiMap headers() {
    return response.headers();
  }

  @Override
  public MultiMap trailers() {
    return response.trailers();
  }

  @Override
  public Valve valve() {
    return valve;
  }

  @Override
  public boolean keepsConnection() {
    return response.version() == HttpVersion.HTTP_2
        || KeepAlive.persists(response.version(), response.headers());
  }

  @Override
  public boolean mayHaveTrailers() {
    return response.version() == HttpVersion.HTTP_2;
  }

  @Override
  public NetSocket socket() {
    return response.netSocket();
  }

  @Override
  public HttpTargetResponse handler(Handler<Buffer> handler) {
    response.handler(handler);
    return this;
  }

  @Override
  public HttpTargetResponse endHandler(Handler<Void> handler) {
    response.endHandler(handler);
    return this;
  }

  @Override
  public HttpTargetResponse exceptionHandler(Handler<Throwable> handler) {
    response.exceptionHandler(handler);
    return this;
  }

  @Override
  public HttpTargetResponse pause() {
    response.pause();
    return this;
  }

  @Override
  public HttpTargetResponse resume() {
    response.resume();
    return this;
  }

  @Override
  public HttpTargetResponse fetch(long amount) {
    response.fetch(amount);
    return this;
  }
}
