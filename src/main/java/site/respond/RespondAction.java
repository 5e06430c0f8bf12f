package site.respond;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import site.config.ActionConfig;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * Gives a fixed answer, to every method. An error status without a body is a failure on purpose and
 * gets the site's error page.
 */
public final class RespondAction implements Action {
  private final ActionConfig.Respond config;
  private final Buffer body;

  /** An answer of plain text in UTF-8, unless the configured headers say otherwise. */
  public RespondAction(ActionConfig.Respond config) {
    this.config = config;
    this.body = Buffer.buffer(config.body());
  }

  @Override
  public Future<Void> handle(Exchange x) {
    if (config.status() >= 400 && config.body().isEmpty()) {
      return Future.failedFuture(new HttpFailure(config.status(), "", config.headers()));
    }
    HttpServerResponse response = x.response().setStatusCode(config.status());
    if (hasNoContent(config.status())) {
      config.headers().forEach(response::putHeader);
      return response.end();
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8");
    config.headers().forEach(response::putHeader);
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    return x.request().method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
  }

  /** RFC 9110 6.4.1. */
  private static boolean hasNoContent(int status) {
    return status == 204 || status == 304;
  }
}
