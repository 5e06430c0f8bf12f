package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.Optional;
import java.util.function.Consumer;
import site.http.HttpFailure;

/** A request in HTTP. */
final class HttpTargetRequest implements TargetRequest {
  /** The error code of HTTP/2; on HTTP/1.1 a reset closes the connection. */
  private static final long CANCEL = 0x8;

  private final HttpClientRequest request;
  private final Optional<Valve> valve;
  private final TrailingEnd trailingEnd;
  private MultiMap trailers;
  private Future<Void> written = Future.succeededFuture();
  private boolean begun;

  /**
   * Begins.
   *
   * @param valve that of the connection; absent where others share it
   */
  HttpTargetRequest(HttpClientRequest request, Optional<Valve> valve, TrailingEnd trailingEnd) {
    this.request = request;
    this.valve = valve;
    this.trailingEnd = trailingEnd;
    // The future of the response tells it as well.
    request.exceptionHandler(ignored -> {});
  }

  @Override
  public MultiMap headers() {
    return request.headers();
  }

  @Override
  public Future<TargetResponse> send(Question question) {
    request.setMethod(question.method()).setURI(question.uri());
    if (request.version() == HttpVersion.HTTP_2) {
      nameAuthority();
    }
    return response(question)
        .map(answer -> new HttpTargetResponse(answer, valve.orElseGet(() -> Valve.of(answer))));
  }

  /** RFC 9113 8.3.1: what HTTP/1.1 says in Host. */
  private void nameAuthority() {
    request.authority(HostAndPort.parseAuthority(request.headers().get(HttpHeaders.HOST), -1));
    request.headers().remove(HttpHeaders.HOST);
  }

  private Future<HttpClientResponse> response(Question question) {
    if (question.upgrade()) {
      return request.connect();
    }
    if (question.body() == RequestBody.Kind.NONE) {
      return request.send();
    }
    request.setChunked(question.body() == RequestBody.Kind.UNKNOWN);
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      sendHead();
    } else {
      // The body of a dialogue may begin only after the answer has.
      Vertx.currentContext().runOnContext(v -> sendHead());
    }
    return request.response();
  }

  private void sendHead() {
    if (!begun) {
      begun = true;
      written = request.writeHead();
    }
  }

  @Override
  public void welcomeTrailers() {
    if (request.version() == HttpVersion.HTTP_2) {
      headers().set("te", "trailers");
    }
  }

  @Override
  public void trailers(MultiMap fields) {
    trailers = fields;
  }

  @Override
  public void onContinue(Runnable wanted) {
    request.continueHandler(v -> wanted.run());
  }

  @Override
  public void onInterim(Consumer<Interim> told) {
    request.earlyHintsHandler(hints -> told.accept(Interim.of(hints)));
  }

  @Override
  public void reset(HttpFailure reason) {
    begun = true;
    request.reset(CANCEL, reason);
  }

  @Override
  public Future<Void> write(Buffer piece) {
    begun = true;
    written = request.write(piece);
    return written;
  }

  @Override
  public Future<Void> end() {
    if (trailers != null && !trailers.isEmpty()) {
      sendHead();
      return trailingEnd.end(request, written, trailers);
    }
    begun = true;
    return request.end();
  }

  @Override
  public Future<Void> end(Buffer last) {
    begun = true;
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
