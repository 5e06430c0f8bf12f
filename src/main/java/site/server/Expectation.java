package site.server;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Whether the client of an HTTP/1 connection still waits for 100 (Continue). One that is refused
 * instead will not send its content (RFC 9110 10.1.1), and nothing else can come on the connection.
 */
final class Expectation {
  private HttpRequest waiting;

  void headRead(HttpRequest request) {
    waiting = request;
  }

  /** Content came or was asked for. */
  void settled() {
    waiting = null;
  }

  boolean isRefusedBy(HttpResponse response) {
    return waiting != null
        && response.status().code() >= 400
        && HttpUtil.is100ContinueExpected(waiting);
  }
}
