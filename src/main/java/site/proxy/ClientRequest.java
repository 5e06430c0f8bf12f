package site.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;
import site.config.ActionConfig;
import site.http.Exchange;

/**
 * What the client asks, as every attempt sends it.
 *
 * @param upgrade whether the connection shall become something else
 * @param known the body that was read before, null where it is passed on as it comes
 */
record ClientRequest(
    Exchange exchange,
    ActionConfig.Proxy config,
    boolean upgrade,
    RequestBody body,
    KnownBody known) {

  HttpServerRequest in() {
    return exchange.request();
  }

  HttpServerResponse out() {
    return exchange.response();
  }

  /** Whether it could be sent once more: there is no body, or it lies in a file. */
  boolean isReplayable() {
    return body.isNone() || known != null;
  }

  /** Whether the target is the one to say that it wants the body. */
  boolean waitsForContinue() {
    return !body.isNone() && known == null && expectsContinue();
  }

  /** RFC 9110 10.1.1: the body is welcome. */
  void welcomeBody() {
    if (expectsContinue()) {
      out().writeContinue();
    }
  }

  ReadStream<Buffer> bodyStream() {
    return known == null ? in() : known.stream();
  }

  private boolean expectsContinue() {
    return "100-continue".equalsIgnoreCase(in().getHeader("expect"))
        && in().version() != HttpVersion.HTTP_1_0;
  }
}
