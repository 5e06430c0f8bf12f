package site.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which header fields may be passed on from one connection to another. */
public final class HeaderRules {
  /** RFC 9110 7.6.1 and the fields every intermediary treats alike. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "proxy-authenticate",
          "proxy-authorization");

  private HeaderRules() {}

  /**
   * Whether a field, its name in lower case, is about one connection whatever {@code Connection}
   * says.
   */
  public static boolean isHopByHop(String name) {
    return HOP_BY_HOP.contains(name);
  }

  /**
   * Lower-case names that must not be passed on: hop-by-hop ones and those {@code Connection}
   * names.
   */
  public static Set<String> connectionBound(MultiMap headers) {
    List<String> connection = headers.getAll("connection");
    if (connection.isEmpty()) {
      return HOP_BY_HOP;
    }
    Set<String> names = new HashSet<>(HOP_BY_HOP);
    for (String value : connection) {
      for (String name : value.split(",", -1)) {
        names.add(name.trim().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /**
   * Whether a request certainly has no body (RFC 9112 6.3): in HTTP/1 one without a length and
   * without chunks, as most are. Nothing need be waited for then.
   */
  public static boolean hasNoBody(HttpServerRequest request) {
    HttpVersion version = request.version();
    MultiMap headers = request.headers();
    return (version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0)
        && !headers.contains(HttpHeaders.CONTENT_LENGTH)
        && !headers.contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Copies what may be passed on; HTTP/2's pseudo fields ({@code :path}) never are. */
  public static void copyEndToEnd(MultiMap from, MultiMap to, Set<String> without) {
    Set<String> bound = connectionBound(from);
    for (Map.Entry<String, String> field : from) {
      String name = field.getKey().toLowerCase(Locale.ROOT);
      if (!name.startsWith(":") && !bound.contains(name) && !without.contains(name)) {
        to.add(name, field.getValue());
      }
    }
  }
}
