package site.compare;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/** A request whose response is watched. */
final class WatchedRequest extends HttpServerRequestWrapper {
  private final HttpServerResponse response;

  WatchedRequest(HttpServerRequestInternal request, HttpServerResponse response) {
    super(request);
    this.response = response;
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }
}
