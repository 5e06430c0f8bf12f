package site.middleware.token;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Asks an issuer, within limits of time and size. Follows no redirects. */
public final class IssuerHttp {
  private static final long MILLIS = 10_000;
  private static final int MOST_BYTES = 256 * 1024;

  private final HttpClient client;

  public IssuerHttp(HttpClient client) {
    this.client = client;
  }

  /** The text of an answer. */
  public record Answer(int status, String text) {}

  /** The text at a URL; fails for any status but 200. */
  public Future<String> get(URI url) {
    return ask(HttpMethod.GET, url, Map.of(), HttpClientRequest::send)
        .compose(
            answer ->
                answer.status() == 200
                    ? Future.succeededFuture(answer.text())
                    : Future.failedFuture(url + " answered " + answer.status()));
  }

  /** Sends a form; the answer is whatever it is. */
  public Future<Answer> post(URI url, Map<String, String> headers, Buffer form) {
    return ask(HttpMethod.POST, url, headers, request -> request.send(form));
  }

  private Future<Answer> ask(
      HttpMethod method,
      URI url,
      Map<String, String> headers,
      Function<HttpClientRequest, Future<HttpClientResponse>> send) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(method)
            .setAbsoluteURI(url.toString())
            .setConnectTimeout(MILLIS)
            .putHeader("accept", "application/json");
    headers.forEach(options::putHeader);
    return client
        .request(options)
        .compose(
            request ->
                send.apply(request)
                    .compose(response -> read(url, response))
                    .timeout(MILLIS, TimeUnit.MILLISECONDS)
                    .onFailure(cause -> request.reset()));
  }

  private static Future<Answer> read(URI url, HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          if (body.length() <= MOST_BYTES) {
            body.appendBuffer(piece);
          }
        });
    return response
        .end()
        .compose(
            v ->
                body.length() > MOST_BYTES
                    ? Future.failedFuture(url + " answered more than " + MOST_BYTES + " bytes")
                    : Future.succeededFuture(new Answer(response.statusCode(), body.toString())));
  }
}
