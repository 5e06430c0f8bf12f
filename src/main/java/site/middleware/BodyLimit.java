package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import site.http.Action;
import site.http.Exchange;
import site.http.HeaderRules;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Refuses bodies that are too long: by their announced length before anything is read, and before
 * the client is told to continue (RFC 9110 10.1.1); else as soon as too much has come.
 *
 * @param most bytes
 */
public record BodyLimit(long most) implements Middleware {

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    HttpServerRequestInternal request = (HttpServerRequestInternal) exchange.request();
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return isLonger(length) ? Future.failedFuture(tooLong()) : next.handle(exchange);
    }
    if (HeaderRules.hasNoBody(request)) {
      return next.handle(exchange);
    }
    Cutoff cutoff = new Cutoff(exchange);
    exchange.view(new CountedRequest(request, most, () -> cutoff.cut(tooLong())));
    return cutoff.run(next);
  }

  /** The decoder has seen to it that it is a number, but not how large. */
  private boolean isLonger(String length) {
    return length.length() > 18 || Long.parseLong(length) > most;
  }

  private HttpFailure tooLong() {
    return new HttpFailure(413, "the body is longer than " + most + " bytes");
  }
}
