package site.cache;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/** Asks the origin only for what changed (RFC 9111 4.3.1). */
final class Validation {
  private Validation() {}

  /**
   * Puts the validators of a stored response in the place of the client's conditions.
   *
   * @return false when it has none, and all of it is asked for
   */
  static boolean ask(MultiMap request, Fields stored) {
    request
        .remove(HttpHeaders.IF_NONE_MATCH)
        .remove(HttpHeaders.IF_MODIFIED_SINCE)
        .remove(HttpHeaderNames.IF_RANGE)
        .remove(HttpHeaderNames.RANGE);
    String etag = stored.first("etag");
    String modified = stored.first("last-modified");
    if (etag != null) {
      request.set(HttpHeaders.IF_NONE_MATCH, etag);
    }
    if (modified != null) {
      request.set(HttpHeaders.IF_MODIFIED_SINCE, modified);
    }
    return etag != null || modified != null;
  }
}
