package site.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an exchange that failed: with the response its failure asks for, or, where one has begun
 * already, by breaking it off so that nobody takes it for complete. The only place where a
 * throwable becomes a response, and the only one that logs it.
 */
public final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** What was said about the body that will not come after all. */
  private static final List<CharSequence> OF_ANOTHER_BODY =
      List.of(
          HttpHeaders.CONTENT_LENGTH,
          HttpHeaders.TRANSFER_ENCODING,
          HttpHeaders.CONTENT_TYPE,
          HttpHeaders.CONTENT_ENCODING,
          HttpHeaders.CONTENT_RANGE,
          HttpHeaders.ACCEPT_RANGES,
          HttpHeaders.CACHE_CONTROL,
          HttpHeaders.EXPIRES,
          HttpHeaders.ETAG,
          HttpHeaders.LAST_MODIFIED);

  /**
   * Ends the exchange.
   *
   * @return done when the response is complete or broken off; never fails
   */
  public Future<Void> respond(Exchange x, Throwable failure) {
    if (isClientGone(x, failure)) {
      return clientGone(x);
    }
    explain(x, failure);
    if (x.response().headWritten()) {
      return breakOff(x);
    }
    return answer(x, outcome(failure)).recover(later -> clientGone(x));
  }

  /**
   * Whether the client is to blame. The transport may say so before the connection has noticed:
   * once a response was handed over to its end, nothing but the way to the client can fail.
   */
  private static boolean isClientGone(Exchange x, Throwable failure) {
    return x.clientGone()
        || x.response().closed()
        || (x.response().ended() && failure instanceof IOException)
        || failure instanceof HttpClosedException
        || failure instanceof StreamResetException
        || failure instanceof ClosedChannelException;
  }

  private static Future<Void> clientGone(Exchange x) {
    LOG.debug("client went away id={}", x.id());
    x.note("client gone");
    return breakOff(x);
  }

  /** Notes an outcome, logs a fault. */
  private static void explain(Exchange x, Throwable failure) {
    if (failure instanceof HttpFailure outcome) {
      x.note(failure.getMessage());
      x.refused(Refusal.of(outcome.status()));
      return;
    }
    x.note(failure.toString());
    LOG.error("request failed id={} route={}", x.id(), x.route(), failure);
  }

  private static HttpFailure outcome(Throwable failure) {
    return failure instanceof HttpFailure chosen ? chosen : new HttpFailure(500, "");
  }

  private static Future<Void> answer(Exchange x, HttpFailure failure) {
    HttpServerResponse response = x.response();
    OF_ANOTHER_BODY.forEach(response.headers()::remove);
    response.setStatusCode(failure.status());
    failure.headers().forEach(response::putHeader);
    if (failure.status() >= 500) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    }
    return send(x, body(x, failure));
  }

  /** JSON goes to those who prefer it even where the site has a page of its own for people. */
  private static ErrorBody body(Exchange x, HttpFailure failure) {
    var form = ErrorBody.Form.wanted(x.request().getHeader(HttpHeaders.ACCEPT));
    if (form != ErrorBody.Form.JSON) {
      var own = x.errorPages().page(failure.status());
      if (own.isPresent()) {
        return ErrorBody.page(own.get());
      }
    }
    String detail = failure.status() < 500 ? failure.getMessage() : "";
    return ErrorBody.of(form, failure.status(), detail, x.id());
  }

  private static Future<Void> send(Exchange x, ErrorBody body) {
    Buffer bytes = Buffer.buffer(body.text());
    HttpServerResponse response = x.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, body.type());
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(bytes.length()));
    response.putHeader("x-content-type-options", "nosniff");
    response.headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    return x.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(bytes);
  }

  /** Resets the stream; where there is none, closes the connection. */
  private static Future<Void> breakOff(Exchange x) {
    return x.response()
        .cancel()
        // Vert.x refuses to cancel an HTTP/1 response that was handed over whole, as a file is.
        .recover(refused -> x.response().streamId() < 0 ? closed(x) : Future.succeededFuture())
        .mapEmpty();
  }

  private static Future<Boolean> closed(Exchange x) {
    return x.request().connection().close().map(true).otherwise(true);
  }
}
