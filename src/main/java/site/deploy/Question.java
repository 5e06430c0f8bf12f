package site.deploy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import site.http.Authority;
import site.http.Exchange;
import site.http.RequestPath;

/**
 * A safe request without a body and without anything that says who asks.
 *
 * @param query null when there is none; may hold secrets, so it is never shown
 * @param prefix what the route stripped from the path
 * @param secure whether the client's connection was encrypted
 */
record Question(
    String method,
    Authority authority,
    RequestPath path,
    String query,
    String prefix,
    boolean secure,
    MultiMap headers) {

  /** Whatever else is in a request may be a credential under a name we don't know. */
  private static final Set<String> HARMLESS =
      Set.of("accept", "accept-encoding", "accept-language", "user-agent", "x-requested-with");

  private static final int LONGEST = 4096;

  /** A plain GET, as from the machine itself. */
  static Question get(RequestPath path) {
    MultiMap headers = HttpHeaders.headers().set("accept", "*/*").set("user-agent", "site.jar");
    return new Question("GET", new Authority("localhost", -1), path, null, "", true, headers);
  }

  /** Whether an exchange can be asked again later: GET and HEAD are safe (RFC 9110 9.2.1). */
  static boolean isRepeatable(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    String method = request.method().name();
    return (method.equals("GET") || method.equals("HEAD"))
        && request.uri().length() <= LONGEST
        && !request.headers().contains(HttpHeaders.UPGRADE)
        && !hasBody(request.headers())
        && !"text/event-stream".equals(request.getHeader(HttpHeaders.ACCEPT));
  }

  private static boolean hasBody(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  static Question of(Exchange exchange) {
    MultiMap harmless = HttpHeaders.headers();
    for (String name : HARMLESS) {
      String value = exchange.request().getHeader(name);
      if (value != null && value.length() <= LONGEST) {
        harmless.set(name, value);
      }
    }
    return new Question(
        exchange.request().method().name(),
        exchange.authority(),
        exchange.path(),
        exchange.query(),
        exchange.prefix(),
        exchange.client().secure(),
        harmless);
  }

  /** As clients know it. */
  String shown() {
    return method + " " + prefix + path.encoded();
  }

  String uri() {
    return query == null ? path.encoded() : path.encoded() + "?" + query;
  }
}
