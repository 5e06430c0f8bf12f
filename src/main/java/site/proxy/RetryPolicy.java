package site.proxy;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Set;

/**
 * Decides whether a request may be sent a second time. Only what a keep-alive connection closing
 * under our hands has done is repeated; everything else a target does is its answer.
 */
final class RetryPolicy {
  /** RFC 9110 9.2.2. */
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE,
          HttpMethod.PUT,
          HttpMethod.DELETE);

  private RetryPolicy() {}

  /** Whether sending the request twice does no harm and is possible: its body is gone once sent. */
  static boolean isRepeatable(HttpMethod method, RequestBody body) {
    return body.isNone() && IDEMPOTENT.contains(method);
  }

  /**
   * RFC 9112 9.3.1: a closed connection is no answer, if it had been idle before and nothing came
   * back.
   */
  static boolean mayRepeat(boolean repeatable, boolean reused, Throwable cause) {
    return repeatable && reused && isClosed(cause);
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof HttpClosedException || cause instanceof IOException;
  }
}
