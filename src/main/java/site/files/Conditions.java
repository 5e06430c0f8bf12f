package site.files;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/**
 * The fields of a GET or HEAD that make it conditional or ask for a part; null where the request
 * has none. Several lines of one field are joined by commas.
 *
 * @param range null for every method but GET, which alone defines it (RFC 9110 14.2)
 */
record Conditions(
    String ifMatch,
    String ifUnmodifiedSince,
    String ifNoneMatch,
    String ifModifiedSince,
    String range,
    String ifRange) {

  static Conditions of(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean parts = request.method().equals(HttpMethod.GET);
    return new Conditions(
        field(headers, HttpHeaderNames.IF_MATCH),
        field(headers, HttpHeaderNames.IF_UNMODIFIED_SINCE),
        field(headers, HttpHeaderNames.IF_NONE_MATCH),
        field(headers, HttpHeaderNames.IF_MODIFIED_SINCE),
        parts ? field(headers, HttpHeaderNames.RANGE) : null,
        field(headers, HttpHeaderNames.IF_RANGE));
  }

  private static String field(MultiMap headers, CharSequence name) {
    return headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
  }
}
