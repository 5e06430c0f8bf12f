package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import site.http.Exchange;
import site.http.HttpFailure;

/** A request in HTTP. */
final class HttpTargetRequest implements TargetRequest {
  /** The error code of HTTP/2; on HTTP/1.1 a reset closes the connection. */
  private static final long CANCEL = 0x8;

  private final HttpClientRequest request;
  private final Valve valve;

  HttpTargetRequest(HttpClientRequest request, Valve valve) {
    this.request = request;
    this.valve = valve;
    // The future of the response tells it as well.
    request.exceptionHandler(ignored -> {});
  }

  @Override
  public MultiMap headers() {
    return request.headers();
  }

  @Override
  public Future<TargetResponse> send(Exchange exchange, RequestBody.Kind body, boolean upgrade) {
    request.setMethod(exchange.request().method()).setURI(exchange.uri());
    return response(body, upgrade).map(response -> new HttpTargetResponse(response, valve));
  }

  @Override
  public Future<TargetResponse> ask(String uri) {
    request.setMethod(HttpMethod.GET).setURI(uri);
    return request.send().map(response -> new HttpTargetResponse(response, valve));
  }

  private Future<HttpClientResponse> response(RequestBody.Kind body, boolean upgrade) {
    if (upgrade) {
      return request.connect();
    }
    if (body == RequestBody.Kind.NONE) {
      return request.send();
    }
    request.setChunked(body == RequestBody.Kind.UNKNOWN);
    return request.response();
  }

  @Override
  public void reset(HttpFailure reason) {
    request.reset(CANCEL, reason);
  }

  @Override
  public Future<Void> write(Buffer piece) {
    return request.write(piece);
  }

  @Override
  public Future<Void> end() {
    return request.end();
  }

  @Override
  public Future<Void> end(Buffer last) {
    return request.end(last);
  }

  @Override
  public boolean writeQueueFull() {
    return request.writeQueueFull();
  }

  @Override
  public HttpTargetRequest setWriteQueueMaxSize(int maxSize) {
    request.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public HttpTargetRequest drainHandler(Handler<Void> handler) {
    request.drainHandler(handler);
    return this;
  }

  @Override
  public HttpTargetRequest exceptionHandler(Handler<Throwable> handler) {
    request.exceptionHandler(handler);
    return this;
  }
}
