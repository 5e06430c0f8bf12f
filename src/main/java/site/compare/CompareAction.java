package site.compare;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.time.Duration;
import java.util.Set;
import site.http.Action;
import site.http.Exchange;
import site.http.aside.Answer;
import site.http.aside.AsideCall;

/**
 * Lets one action answer, asks another one the same and compares what they say. The client gets the
 * first one's answer as if there were no other, and never waits for the other. Only requests that
 * are safe (RFC 9110 9.2.1) and have no body are asked twice.
 */
public final class CompareAction implements Action {
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** Longer nobody waits for an answer that is only compared. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Action serve;
  private final Action with;
  private final Comparison comparison;

  public CompareAction(Action serve, Action with, Comparison comparison) {
    this.serve = serve;
    this.with = with;
    this.comparison = comparison;
  }

  @Override
  public Future<Void> handle(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    if (!SAFE.contains(request.method())) {
      return serve.handle(exchange);
    }
    if (hasBody(request) || request.headers().contains(HttpHeaders.UPGRADE)) {
      comparison.passedBy();
      return serve.handle(exchange);
    }
    return comparison.begin() ? both(exchange) : serve.handle(exchange);
  }

  private static boolean hasBody(HttpServerRequest request) {
    String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  private Future<Void> both(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    boolean withBody = !request.method().equals(HttpMethod.HEAD);
    String shown = request.method() + " " + exchange.requestedPath().encoded();
    var watched = new WatchedResponse(request.response());
    Future<Answer> other = AsideCall.ask(with, exchange, null, Bodies.MAX, PATIENCE);
    exchange.view(new WatchedRequest((HttpServerRequestInternal) request, watched));
    exchange.onEnd(
        ended -> {
          if (ended.clientGone()) {
            watched.brokeOff();
          }
        });
    return serve
        .handle(exchange)
        .onComplete(
            served -> {
              Answer answer = watched.answer(served.cause());
              other.onSuccess(two -> compare(shown, answer, two, withBody));
            });
  }

  private void compare(String request, Answer served, Answer other, boolean withBody) {
    if (served.status() == 0) {
      comparison.skipped();
    } else {
      comparison.ended(request, Comparer.compare(served, other, withBody));
    }
  }
}
