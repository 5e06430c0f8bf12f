package site.server;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import site.http.Exchange;

/**
 * What happens to request content that nobody read: a little is discarded, so that the connection
 * can go on (RFC 9112 9.3); too much or too slow closes it, or resets its stream in HTTP/2.
 */
final class UnreadBody {
  private static final int MAX_BYTES = 256 * 1024;
  private static final long MAX_MILLIS = 5_000;

  private final HttpServerRequest request;
  private final LimitTally tally;
  private final Vertx vertx = Vertx.currentContext().owner();
  private final long timer = vertx.setTimer(MAX_MILLIS, id -> giveUp());
  private int room = MAX_BYTES;

  private UnreadBody(HttpServerRequest request, LimitTally tally) {
    this.request = request;
    this.tally = tally;
  }

  static void discard(Exchange exchange, LimitTally tally) {
    HttpServerRequest request = exchange.request();
    // A stream of HTTP/3 ends when its end was read, of requests without a body too.
    boolean none = request.version() != HttpVersion.HTTP_3 && BodySource.isNone(request);
    if (!exchange.clientGone() && !request.isEnded() && !none) {
      new UnreadBody(request, tally).read();
    }
  }

  private void read() {
    request
        .exceptionHandler(gone -> vertx.cancelTimer(timer))
        .endHandler(end -> vertx.cancelTimer(timer))
        .handler(
            buffer -> {
              int before = room;
              room -= buffer.length();
              if (before >= 0 && room < 0) {
                giveUp();
              }
            })
        .resume();
  }

  private void giveUp() {
    vertx.cancelTimer(timer);
    tally.reached(Limit.UNREAD_BODY, request.connection().remoteAddress());
    refuse(request);
  }

  /** Takes no more of the content of a request that is answered. */
  static void refuse(HttpServerRequest request) {
    if (request.version().compareTo(HttpVersion.HTTP_2) < 0) {
      request.connection().close();
    } else if (request.version() == HttpVersion.HTTP_3) {
      // RFC 9114 4.1: nothing is left to be reset but the request's side
      request.response().cancel();
    } else {
      // RFC 9113 8.1: the answer is complete, the rest of the request is not wanted
      request.response().reset(0);
    }
  }
}
