package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import site.config.AuthConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HeaderRules;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Lets another server decide who may: it is asked with the head of the request, never its body. Its
 * 2xx lets the request through; its refusals and redirects are what the client gets.
 */
public final class ForwardAuth implements Middleware {
  /** What belongs to the body, or would make the answer another one than yes or no. */
  private static final Set<String> NOT_ASKED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "expect",
          "range",
          "if-match",
          "if-none-match",
          "if-modified-since",
          "if-unmodified-since",
          "if-range");

  private static final List<String> PASSED_ON =
      List.of("location", "www-authenticate", "set-cookie", "content-type", "cache-control");

  private static final int MOST_BYTES = 64 * 1024;

  private final AuthConfig.Forward config;
  private final VerifiedUser user;
  private final HttpClient client;

  public ForwardAuth(AuthConfig.Forward config, Optional<String> userHeader, HttpClient client) {
    this.config = config;
    this.user = new VerifiedUser(userHeader);
    this.client = client;
  }

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    user.distrust(exchange);
    config.copy().forEach(exchange.request().headers()::remove);
    return ask(exchange)
        .recover(cause -> Future.failedFuture(unanswered(cause)))
        .compose(answer -> answer.isYes() ? enter(exchange, answer, next) : pass(exchange, answer));
  }

  /** What the other server said. */
  private record Answer(int status, MultiMap headers, Buffer body) {
    boolean isYes() {
      return status >= 200 && status < 300;
    }

    boolean isForClient() {
      return status == 401 || status == 403 || (status >= 300 && status < 400 && status != 304);
    }
  }

  private Future<Answer> ask(Exchange exchange) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(config.url().toString())
            .setConnectTimeout(config.timeout().toMillis());
    return client
        .request(options)
        .compose(
            request -> {
              describe(exchange, request.headers());
              return request
                  .send()
                  .compose(ForwardAuth::read)
                  .timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS)
                  .onFailure(cause -> request.reset());
            });
  }

  /** As nginx and Traefik tell it, so that servers made for them understand. */
  private static void describe(Exchange exchange, MultiMap question) {
    HeaderRules.copyEndToEnd(exchange.request().headers(), question, NOT_ASKED);
    String host = exchange.authority().toString();
    String uri = exchange.request().uri();
    question
        .set("x-forwarded-method", exchange.request().method().name())
        .set("x-forwarded-proto", exchange.client().scheme())
        .set("x-forwarded-host", host)
        .set("x-forwarded-uri", uri)
        .set("x-forwarded-for", exchange.client().text())
        .set("x-original-method", exchange.request().method().name())
        .set("x-original-url", exchange.client().scheme() + "://" + host + uri);
  }

  private static Future<Answer> read(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          if (body.length() <= MOST_BYTES) {
            body.appendBuffer(piece);
          }
        });
    return response.end().map(v -> new Answer(response.statusCode(), response.headers(), body));
  }

  private Future<Void> enter(Exchange exchange, Answer answer, Action next) {
    for (String name : config.copy()) {
      List<String> values = answer.headers().getAll(name);
      if (!values.isEmpty()) {
        exchange.request().headers().set(name, values);
      }
    }
    String name = answer.headers().get(config.user());
    if (name != null) {
      user.is(name, exchange);
    }
    return next.handle(exchange);
  }

  private Future<Void> pass(Exchange exchange, Answer answer) {
    if (!answer.isForClient() || answer.body().length() > MOST_BYTES) {
      return Future.failedFuture(
          new HttpFailure(502, "the authentication server answered " + answer.status()));
    }
    HttpServerResponse response = exchange.response().setStatusCode(answer.status());
    for (String name : PASSED_ON) {
      List<String> values = answer.headers().getAll(name);
      if (!values.isEmpty()) {
        response.headers().set(name, values);
      }
    }
    exchange.note("refused by the authentication server");
    return exchange.request().method().equals(HttpMethod.HEAD)
        ? response.end()
        : response.end(answer.body());
  }

  private static HttpFailure unanswered(Throwable cause) {
    return cause instanceof TimeoutException
        ? new HttpFailure(504, "the authentication server does not answer")
        : new HttpFailure(502, "the authentication server cannot be asked: " + cause.getMessage());
  }
}
