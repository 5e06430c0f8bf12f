package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a request has a body, and how its length is known.
 *
 * @param first what had to be read of it to know; null for nothing
 */
record RequestBody(Kind kind, Buffer first) {
  /** How a body ends. */
  enum Kind {
    NONE,
    /** After {@code Content-Length} bytes. */
    KNOWN,
    /** When it ends: chunks, or frames without a length. */
    UNKNOWN
  }

  static final RequestBody NONE = new RequestBody(Kind.NONE, null);
  static final RequestBody KNOWN = new RequestBody(Kind.KNOWN, null);
  static final RequestBody UNKNOWN = new RequestBody(Kind.UNKNOWN, null);

  /** Looks at a paused request, which is paused again afterwards. */
  static Future<RequestBody> of(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return Future.succeededFuture(length.equals("0") ? NONE : KNOWN);
    }
    if (request.version() == HttpVersion.HTTP_1_1 || request.version() == HttpVersion.HTTP_1_0) {
      // RFC 9112 6.3: without a length and without chunks there is no body.
      boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
      return Future.succeededFuture(chunked ? UNKNOWN : NONE);
    }
    return request.isEnded() ? Future.succeededFuture(NONE) : peek(request);
  }

  boolean isNone() {
    return kind == Kind.NONE;
  }

  /**
   * RFC 9113 8.1: a request without a body ends with its head, which a paused request does not
   * show. So one event is let through, the end or the first frame; if there is none yet, a body is
   * coming.
   */
  private static Future<RequestBody> peek(HttpServerRequest request) {
    Promise<RequestBody> found = Promise.promise();
    AtomicReference<Buffer> first = new AtomicReference<>();
    request.handler(first::set);
    request.fetch(1);
    Vertx.currentContext()
        .runOnContext(
            v -> {
              if (request.isEnded()) {
                found.complete(NONE);
              } else {
                request.pause();
                found.complete(new RequestBody(Kind.UNKNOWN, first.get()));
              }
            });
    return found.future();
  }
}
