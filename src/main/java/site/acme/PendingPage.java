package site.acme;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import site.http.Action;
import site.http.Exchange;

/** Answers for a name that has no certificate yet: that it is coming, and when to ask again. */
public final class PendingPage implements Action {
  private static final Buffer PAGE =
      Buffer.buffer(
          """
          <!doctype html>
          <html lang="en">
          <meta charset="utf-8">
          <meta http-equiv="refresh" content="5">
          <title>One moment</title>
          <h1>One moment</h1>
          <p>A certificate is being obtained for this name. This page tries again by itself.
          """);

  @Override
  public Future<Void> handle(Exchange x) {
    x.note("no certificate yet");
    x.response()
        .setStatusCode(503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("retry-after", "5")
        .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(PAGE.length()));
    return x.request().method().equals(HttpMethod.HEAD)
        ? x.response().end()
        : x.response().end(PAGE);
  }
}
