package site.middleware;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Locale;
import site.http.coding.Coding;
import site.http.coding.Compressible;

/** Which responses may be coded, and what their heads say then. */
final class CodingRules {
  /** Fields by which others vouch for the very bytes (RFC 9530). */
  private static final List<String> DIGESTS =
      List.of("content-digest", "repr-digest", "digest", "content-md5");

  private CodingRules() {}

  /**
   * Whether a response might be coded for a client that accepts it. A response without a length may
   * have any.
   */
  static boolean isCandidate(int status, MultiMap headers) {
    return hasContent(status)
        && Compressible.isType(headers.get(HttpHeaders.CONTENT_TYPE))
        && !isTooShort(headers.get(HttpHeaders.CONTENT_LENGTH))
        && !headers.contains(HttpHeaders.CONTENT_ENCODING)
        && !headers.contains(HttpHeaders.CONTENT_RANGE)
        && !forbidsChange(headers)
        && DIGESTS.stream().noneMatch(headers::contains);
  }

  /** A part is one of the plain content (RFC 9110 14), so it stays one. */
  private static boolean hasContent(int status) {
    return status >= 200 && status != 204 && status != 205 && status != 206 && status != 304;
  }

  private static boolean isTooShort(String length) {
    return length != null && length.length() < 10 && number(length) < Compressible.LEAST_BYTES;
  }

  private static int number(String length) {
    return length.matches("[0-9]+") ? Integer.parseInt(length) : 0;
  }

  /** RFC 9111 5.2.2.6: {@code no-transform}, said by either side. */
  static boolean forbidsChange(MultiMap headers) {
    return headers.getAll(HttpHeaders.CACHE_CONTROL).stream()
        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("no-transform"));
  }

  /** RFC 9110 12.5.5: tells caches what the choice depends on, whichever way it went. */
  static void vary(HttpServerResponse response) {
    if (isCandidate(response.getStatusCode(), response.headers())) {
      addVary(response.headers());
    }
  }

  /** Adds the field once. */
  static void addVary(MultiMap headers) {
    boolean said =
        headers.getAll(HttpHeaders.VARY).stream()
            .anyMatch(
                value ->
                    value.equals("*")
                        || value.toLowerCase(Locale.ROOT).contains("accept-encoding"));
    if (!said) {
      headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    }
  }

  /** Says that the content is coded: it is another sequence of bytes, of the same meaning. */
  static void code(MultiMap headers, Coding coding) {
    headers.set(HttpHeaders.CONTENT_ENCODING, coding.token());
    headers.remove(HttpHeaders.CONTENT_LENGTH);
    headers.remove(HttpHeaders.ACCEPT_RANGES);
    weaken(headers);
  }

  /**
   * Answers a client that holds the coded form with the tag it knows: RFC 9111 4.3.4 finds what is
   * stored by it.
   */
  static void notModified(MultiMap request, MultiMap headers) {
    String etag = headers.get(HttpHeaders.ETAG);
    String known = String.join(",", request.getAll(HttpHeaders.IF_NONE_MATCH));
    if (etag != null && known.contains("W/" + etag)) {
      addVary(headers);
      weaken(headers);
    }
  }

  /** RFC 9110 8.8.1: a strong tag stands for these very bytes. */
  private static void weaken(MultiMap headers) {
    String etag = headers.get(HttpHeaders.ETAG);
    if (etag != null && !etag.startsWith("W/")) {
      headers.set(HttpHeaders.ETAG, "W/" + etag);
    }
  }
}
