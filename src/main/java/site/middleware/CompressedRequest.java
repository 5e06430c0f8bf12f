package site.middleware;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/** A request whose response is compressed. */
final class CompressedRequest extends HttpServerRequestWrapper {
  private final HttpServerResponse response;

  CompressedRequest(HttpServerRequestInternal request, HttpServerResponse response) {
    super(request);
    this.response = response;
  }

  @Override
  public HttpServerResponse response() {
    return response;
  }
}
