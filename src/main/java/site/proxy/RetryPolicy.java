package site.proxy;

import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Set;
import site.config.RetryConfig;
import site.http.HttpFailure;

/**
 * Decides whether a request may be sent a second time: to the same target, when a keep-alive
 * connection closed under our hands, and to another, when the configuration says so.
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

  /**
   * Whether it may be sent to another target, if there is one.
   *
   * @param cause why there is no answer that could be passed on
   * @param replayable whether there is no body, or it can be read once more
   * @param sent how often it was sent
   */
  static boolean mayRetry(
      RetryConfig rules, HttpMethod method, boolean replayable, Throwable cause, int sent) {
    return sent < rules.attempts()
        && replayable
        && rules.methods().contains(method.name())
        && isCause(rules, cause);
  }

  /** Whether another target may do better. */
  static boolean isCause(RetryConfig rules, Throwable cause) {
    return rules.on().contains(reason(cause));
  }

  /**
   * Whether the target went away instead of answering: a process that was killed or restarted. No
   * budget bounds how many of these are sent to others, since all that were under way there meet it
   * at once, and none of them comes back to what is gone.
   */
  static boolean isGone(Throwable cause) {
    return isClosed(cause);
  }

  /** By its name in the configuration; empty where the target is not to blame. */
  private static String reason(Throwable cause) {
    if (cause instanceof UnwantedAnswer answer) {
      return Integer.toString(answer.status());
    }
    if (cause instanceof HttpFailure failure) {
      return failure.status() == 504 ? "timeout" : failure.status() == 502 ? "502" : "";
    }
    return "502"; // the connection broke, or what came made no sense
  }

  private static boolean isClosed(Throwable cause) {
    return cause instanceof HttpClosedException || cause instanceof IOException;
  }
}
