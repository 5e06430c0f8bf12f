package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import site.http.Exchange;

/**
 * What a CGI program is told of a request (RFC 3875 4.1), by the names and with the values nginx
 * gives. Each char of a value is one byte on the wire.
 */
final class CgiVariables {
  private CgiVariables() {}

  /**
   * What uwsgi and FastCGI have in common, and a variable for each header field.
   *
   * @param headers the fields the target gets
   */
  static Map<String, String> of(Exchange exchange, MultiMap headers) {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.merge(variable(name), value, CgiVariables::join));
    // RFC 3875 4.1.18: these two have a variable without the prefix
    String length = all.remove("HTTP_CONTENT_LENGTH");
    String type = all.remove("HTTP_CONTENT_TYPE");
    all.put("QUERY_STRING", orEmpty(exchange.query()));
    all.put("REQUEST_METHOD", exchange.request().method().name());
    all.put("CONTENT_TYPE", orEmpty(type));
    all.put("CONTENT_LENGTH", orEmpty(length));
    all.put("REQUEST_URI", requested(exchange));
    all.put("SERVER_PROTOCOL", protocol(exchange.request().version()));
    all.put("REQUEST_SCHEME", exchange.client().scheme());
    if (exchange.client().secure()) {
      all.put("HTTPS", "on");
    }
    all.put("REMOTE_ADDR", exchange.client().text());
    all.put("REMOTE_PORT", Integer.toString(exchange.client().port()));
    if (!exchange.user().isEmpty()) {
      all.put("REMOTE_USER", bytes(exchange.user()));
    }
    all.put("SERVER_NAME", exchange.authority().host());
    all.put("SERVER_PORT", Integer.toString(port(exchange)));
    return all;
  }

  /** What is told of a GET of our own. */
  static Map<String, String> question(String uri, MultiMap headers) {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.put(variable(name), value));
    int mark = uri.indexOf('?');
    String path = mark < 0 ? uri : uri.substring(0, mark);
    all.put("QUERY_STRING", mark < 0 ? "" : uri.substring(mark + 1));
    all.put("REQUEST_METHOD", "GET");
    all.put("CONTENT_TYPE", "");
    all.put("CONTENT_LENGTH", "");
    all.put("REQUEST_URI", uri);
    all.put("PATH_INFO", bytes(URLDecoder.decode(path.replace("+", "%2B"), UTF_8)));
    all.put("SERVER_PROTOCOL", "HTTP/1.1");
    all.put("REQUEST_SCHEME", "http");
    all.put("REMOTE_ADDR", "127.0.0.1");
    all.put("SERVER_NAME", headers.get("host"));
    all.put("SERVER_PORT", "80");
    return all;
  }

  /** One char for each byte of the text in UTF-8. */
  static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String variable(String field) {
    return "HTTP_" + field.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String join(String first, String second) {
    return first + ", " + second;
  }

  /** As the client asked, whatever was stripped or rewritten. */
  private static String requested(Exchange exchange) {
    String path = exchange.requestedPath().encoded();
    return exchange.query() == null ? path : path + "?" + exchange.query();
  }

  private static String protocol(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
      case HTTP_3 -> "HTTP/3.0";
    };
  }

  /** Where the client came in or, behind a Unix socket, what its scheme stands for. */
  private static int port(Exchange exchange) {
    SocketAddress local = exchange.request().localAddress();
    return local != null && local.isInetSocket()
        ? local.port()
        : exchange.client().secure() ? 443 : 80;
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
