package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;

/** Ends a request with trailers, for which Vert.x' client has no method. */
interface TrailingEnd {
  /**
   * Ends it.
   *
   * @param written all that was written before
   */
  Future<Void> end(HttpClientRequest request, Future<Void> written, MultiMap trailers);
}
