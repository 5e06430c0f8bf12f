package site.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Locale;

/** Decides which requests may turn a connection into something else (RFC 9110 7.8). */
final class Upgrade {
  private Upgrade() {}

  static boolean isAsked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && request.method().equals(HttpMethod.GET)
        && isAsked(request.headers());
  }

  /**
   * Whether both fields say so and no other HTTP is asked for: through a tunnel of HTTP a client
   * would reach paths the routes keep from it.
   */
  static boolean isAsked(MultiMap headers) {
    String protocol = headers.get("upgrade");
    return protocol != null
        && !protocol.isBlank()
        && !isHttp(protocol)
        && !hasBody(headers)
        && KeepAlive.names(headers.getAll("connection"), "upgrade");
  }

  /** Passes the wish on. */
  static void write(HttpServerRequest request, MultiMap to) {
    to.set("connection", "Upgrade");
    to.set("upgrade", request.getHeader("upgrade"));
  }

  private static boolean isHttp(String protocols) {
    for (String protocol : protocols.toLowerCase(Locale.ROOT).split(",", -1)) {
      String name = protocol.trim();
      if (name.startsWith("h2") || name.startsWith("http") || name.startsWith("tls")) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasBody(MultiMap headers) {
    String length = headers.get("content-length");
    return headers.contains("transfer-encoding") || (length != null && !length.equals("0"));
  }
}
