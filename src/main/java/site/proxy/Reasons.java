package site.proxy;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import site.http.HttpFailure;

/** Says in one line what went wrong with a target, and with which status that is answered. */
final class Reasons {
  private Reasons() {}

  /** No answer is possible; the status is what logs count. */
  static HttpFailure clientGone() {
    return new HttpFailure(499, "the client went away");
  }

  /** Said to a target whose answer is of no more use. */
  static HttpFailure abandoned() {
    return new HttpFailure(502, "the request was abandoned");
  }

  static HttpFailure clientSilent() {
    return new HttpFailure(408, "the client sends no more of its body");
  }

  static HttpFailure upstreamRemoved() {
    return new HttpFailure(503, "the upstream was removed");
  }

  /** No target may be asked; each is named with its reason. */
  static HttpFailure noHealthyTarget(List<Target> targets) {
    String each =
        targets.stream().map(Reasons::condition).limit(5).collect(Collectors.joining("; "));
    return busy("no healthy target" + (each.isEmpty() ? "" : ": " + each));
  }

  private static String condition(Target target) {
    TargetHealth.Shown shown = target.health().shown();
    return target + " " + shown.condition().word() + " (" + shown.reason() + ")";
  }

  /** Every target has as many requests as it may, and so has the line before them. */
  static HttpFailure lineFull(int size) {
    return busy("every target is busy and " + size + " requests wait already");
  }

  static HttpFailure waitedTooLong(Duration limit) {
    return busy("every target was busy for " + text(limit));
  }

  private static HttpFailure busy(String reason) {
    return new HttpFailure(503, reason, Map.of("retry-after", "1"));
  }

  /** No connection came about. */
  static HttpFailure connecting(Target target, Throwable cause, Duration timeout) {
    if (cause instanceof ConnectTimeoutException) {
      return new HttpFailure(504, "connect to " + target + " timed out after " + text(timeout));
    }
    if (cause instanceof UnknownHostException) {
      return new HttpFailure(502, "the name of " + target + " does not resolve");
    }
    if (isRefusal(cause)) {
      return new HttpFailure(502, "connect refused by " + target);
    }
    String reason = root(cause).getMessage();
    return new HttpFailure(502, "connect to " + target + " failed: " + reason);
  }

  /** What TLS complains about is wrapped more than once. */
  private static Throwable root(Throwable cause) {
    return cause.getCause() == null || cause.getCause().getMessage() == null
        ? cause
        : root(cause.getCause());
  }

  /** No connection came about, and that has been put into words already. */
  static HttpFailure unconnected(Throwable cause) {
    return cause instanceof HttpFailure failure ? failure : new HttpFailure(502, cause.toString());
  }

  /** The target was connected, but there is no head of a response. */
  static HttpFailure answering(Target target, Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      return failure;
    }
    if (cause instanceof UnwantedAnswer answer) {
      return new HttpFailure(answer.status(), answer.getMessage());
    }
    if (cause instanceof HttpClosedException) {
      return new HttpFailure(502, target + " closed the connection without a response");
    }
    if (cause instanceof IOException) {
      return new HttpFailure(502, target + " broke the connection: " + cause.getMessage());
    }
    return new HttpFailure(502, target + " sent a malformed response: " + cause.getMessage());
  }

  /** The response began and did not end. */
  static HttpFailure relaying(Target target, long bytes, Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      return failure;
    }
    String what = cause instanceof HttpClosedException ? "" : ": " + cause.getMessage();
    return new HttpFailure(502, target + " broke off after " + bytes + " body bytes" + what);
  }

  static HttpFailure unanswered(Target target, Duration limit) {
    return new HttpFailure(504, target + ": timeout waiting for headers after " + spelled(limit));
  }

  static HttpFailure silent(Target target, Duration limit) {
    return new HttpFailure(504, target + " was silent for " + text(limit) + " in the response");
  }

  /** The request's body did not come to its end. */
  static HttpFailure reading(Throwable cause) {
    if (cause instanceof HttpFailure failure) {
      return failure;
    }
    boolean gone =
        cause instanceof HttpClosedException
            || cause instanceof StreamResetException
            || cause instanceof IOException;
    return gone ? clientGone() : new HttpFailure(400, "malformed body: " + cause.getMessage());
  }

  /** {@code 250ms}, {@code 5s}: as it is written in the configuration. */
  static String text(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
  }

  /** {@code 60 s}. */
  private static String spelled(Duration time) {
    return text(time).replaceFirst("([a-z]+)", " $1");
  }

  private static boolean isRefusal(Throwable cause) {
    // Whatever the transport, the system's word for ECONNREFUSED, or the socket file is not there.
    String message = String.valueOf(cause.getMessage());
    return (cause instanceof ConnectException && message.contains("refused"))
        || message.contains("No such file");
  }
}
