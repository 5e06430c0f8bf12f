package site.server;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import site.http.Exchange;

/**
 * What happens to request content that nobody read: a little is discarded, so that the connection
 * can go on (RFC 9112 9.3); too much or too slow closes it.
 */
final class UnreadBody {
  private static final int MAX_BYTES = 256 * 1024;
  private static final long MAX_MILLIS = 5_000;

  private UnreadBody() {}

  static void discard(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (exchange.clientGone() || request.isEnded() || isNone(request)) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_2) {
      // RFC 9113 8.1: the answer is complete, the rest of the request is not wanted
      request.response().reset(0);
      return;
    }
    long[] room = {MAX_BYTES};
    request
        .exceptionHandler(t -> {})
        .handler(
            buffer -> {
              room[0] -= buffer.length();
              if (room[0] < 0) {
                request.connection().close();
              }
            });
    closeWhenTooSlow(request);
    request.resume();
  }

  /** RFC 9112 6.3: most requests, and nothing need be waited for. */
  private static boolean isNone(HttpServerRequest request) {
    MultiMap headers = request.headers();
    return request.version() != HttpVersion.HTTP_2
        && !headers.contains(HttpHeaders.CONTENT_LENGTH)
        && !headers.contains(HttpHeaders.TRANSFER_ENCODING);
  }

  private static void closeWhenTooSlow(HttpServerRequest request) {
    Vertx vertx = Vertx.currentContext().owner();
    long timer = vertx.setTimer(MAX_MILLIS, id -> request.connection().close());
    request.endHandler(v -> vertx.cancelTimer(timer));
  }
}
