package site.server;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http3.Http3ErrorCode;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import site.config.LimitsConfig;

/**
 * How many requests may be under way at a time. Each holds memory until its client has read the
 * response, and a connection may have many; so their number is what keeps the server within its
 * heap. Who comes beyond it is turned away with as little as can be said.
 */
final class RequestLimit {
  /** A request under way with what is read of its response and not yet sent, in bytes of heap. */
  private static final int EACH = 256 * 1024;

  private static final int LEAST = 1_000;

  private final int most;
  private final OpenStreams streams;
  private final LimitTally tally;

  /**
   * Counts nothing by itself.
   *
   * @param streams of all listeners
   */
  RequestLimit(LimitsConfig limits, OpenStreams streams, LimitTally tally) {
    this.streams = streams;
    this.most = limits.requests().orElse(most(Runtime.getRuntime().maxMemory()));
    this.tally = tally;
  }

  /**
   * As many as a heap has room for.
   *
   * @param heap in bytes
   */
  static int most(long heap) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST, heap / EACH));
  }

  /** Whether one more is too many; its stream, where it has one, is open and counted. */
  boolean isReached(int underWay) {
    return underWay >= most || streams.count() > most;
  }

  /**
   * Says that the request was not looked at, so that it may be asked again (RFC 9113 8.7, RFC 9114
   * 4.1.1). HTTP/1 has a status for it; the connection is closed, as content may follow.
   */
  void turnAway(HttpServerRequest request) {
    tally.reached(Limit.REQUESTS, request.connection().remoteAddress());
    HttpServerResponse response = request.response();
    switch (request.version()) {
      case HTTP_2 -> response.reset(Http2Error.REFUSED_STREAM.code());
      case HTTP_3 -> response.reset(Http3ErrorCode.H3_REQUEST_REJECTED.code());
      default ->
          response
              .setStatusCode(503)
              .putHeader("retry-after", "1")
              .putHeader("connection", "close")
              .end()
              .onComplete(said -> request.connection().close());
    }
  }
}
