package site.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpVersion;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a CGI program is told of a request (RFC 3875 4.1), by the names and with the values nginx
 * gives. Each char of a value is one byte on the wire.
 */
final class CgiVariables {
  private CgiVariables() {}

  /** What uwsgi and FastCGI have in common, and a variable for each header field. */
  static Map<String, String> of(CgiFacts facts, MultiMap headers) {
    Map<String, String> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.merge(variable(name), value, CgiVariables::join));
    // RFC 3875 4.1.18: these two have a variable without the prefix
    String length = all.remove("HTTP_CONTENT_LENGTH");
    String type = all.remove("HTTP_CONTENT_TYPE");
    all.put("QUERY_STRING", orEmpty(facts.query()));
    all.put("REQUEST_METHOD", facts.method());
    all.put("CONTENT_TYPE", orEmpty(type));
    all.put("CONTENT_LENGTH", orEmpty(length));
    all.put("REQUEST_URI", facts.requested());
    all.put("SERVER_PROTOCOL", protocol(facts.version()));
    all.put("REQUEST_SCHEME", facts.secure() ? "https" : "http");
    if (facts.secure()) {
      all.put("HTTPS", "on");
    }
    all.put("REMOTE_ADDR", facts.address());
    all.put("REMOTE_PORT", Integer.toString(facts.remotePort()));
    if (!facts.user().isEmpty()) {
      all.put("REMOTE_USER", bytes(facts.user()));
    }
    all.put("SERVER_NAME", facts.host());
    all.put("SERVER_PORT", Integer.toString(facts.port()));
    return all;
  }

  /**
   * Those of uwsgi. A stripped prefix is the application's mount point, from which it makes links.
   */
  static Map<String, String> uwsgi(CgiFacts facts, MultiMap headers) {
    Map<String, String> all = of(facts, headers);
    if (!facts.prefix().isEmpty()) {
      all.put("SCRIPT_NAME", bytes(facts.prefix()));
    }
    all.put("PATH_INFO", bytes(facts.path()));
    all.put("DOCUMENT_ROOT", "");
    return all;
  }

  /** Those of FastCGI, with the script that is meant. */
  static Map<String, String> fastcgi(CgiFacts facts, MultiMap headers) {
    Script script = Script.of(facts.path(), facts.fastcgi());
    String root = facts.fastcgi().root().map(Object::toString).orElse("");
    Map<String, String> all = of(facts, headers);
    all.put("GATEWAY_INTERFACE", "CGI/1.1");
    all.put("SERVER_SOFTWARE", "site.jar");
    all.put("REDIRECT_STATUS", "200");
    all.put("DOCUMENT_ROOT", bytes(root));
    all.put("DOCUMENT_URI", bytes(script.name() + script.pathInfo()));
    all.put("SCRIPT_NAME", bytes(facts.prefix() + script.name()));
    all.put("SCRIPT_FILENAME", bytes(root + script.name()));
    all.put("PATH_INFO", bytes(script.pathInfo()));
    Optional.of(script.pathInfo())
        .filter(info -> !info.isEmpty())
        .ifPresent(info -> all.put("PATH_TRANSLATED", bytes(root + info)));
    return all;
  }

  /** One char for each byte of the text in UTF-8. */
  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static String variable(String field) {
    return "HTTP_" + field.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static String join(String first, String second) {
    return first + ", " + second;
  }

  private static String protocol(HttpVersion version) {
    return switch (version) {
      case HTTP_1_0 -> "HTTP/1.0";
      case HTTP_1_1 -> "HTTP/1.1";
      case HTTP_2 -> "HTTP/2.0";
      case HTTP_3 -> "HTTP/3.0";
    };
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
