package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;
import java.util.Set;
import site.http.HeaderRules;

/** Writes the head of the response a client gets, and decides how its body is framed. */
final class ResponseHead {
  /** Names the exchange, which the upstream knows by the same name. */
  private static final Set<String> OURS = Set.of("x-request-id");

  private static final Set<String> NO_TRAILERS =
      Set.of("content-length", "content-type", "content-encoding", "host", "set-cookie");

  private ResponseHead() {}

  /** Takes over status and fields. The reason phrase is ours: RFC 9112 4 lets nobody rely on it. */
  static void write(TargetResponse from, HttpServerResponse to) {
    to.setStatusCode(from.status());
    if (from.headers().contains("date")) {
      // RFC 9110 6.6.1: the origin's date is older and says more than ours
      to.headers().remove("date");
    }
    HeaderRules.copyEndToEnd(from.headers(), to.headers(), OURS);
  }

  /** RFC 9110 7.8: what the connection becomes is between the two ends, so here it passes. */
  static void writeUpgrade(TargetResponse from, HttpServerResponse to) {
    write(from, to);
    to.putHeader("connection", "Upgrade");
    to.putHeader("upgrade", from.headers().get("upgrade"));
  }

  /** Takes everything back, so that an error can be answered instead. */
  static void erase(TargetResponse from, HttpServerResponse to) {
    from.headers().names().stream()
        .filter(name -> !OURS.contains(name.toLowerCase(Locale.ROOT)))
        .forEach(to.headers()::remove);
    to.headers().remove("transfer-encoding");
  }

  /** RFC 9110 6.5.1: what frames or routes a message has no place behind it. */
  static void writeTrailers(MultiMap from, HttpServerResponse to) {
    if (!from.isEmpty()) {
      HeaderRules.copyEndToEnd(from, to.trailers(), NO_TRAILERS);
    }
  }

  /** RFC 9110 6.4.1. */
  static boolean hasBody(HttpMethod method, int status) {
    return !method.equals(HttpMethod.HEAD) && status != 204 && status != 304;
  }

  /** RFC 9112 6.3: chunks where the length is not known and the client understands them. */
  static boolean isChunked(HttpVersion client, MultiMap headers) {
    return client == HttpVersion.HTTP_1_1 && !headers.contains("content-length");
  }

  /** The length of the body, -1 when it is not known. */
  static long length(MultiMap headers) {
    String length = headers.get("content-length");
    // The codec has checked that it is a number.
    return length == null ? -1 : Long.parseLong(length);
  }
}
