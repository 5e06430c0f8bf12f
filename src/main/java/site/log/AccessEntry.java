package site.log;

import java.time.Instant;
import java.util.function.UnaryOperator;

/**
 * All an access log can say of one request that has ended. Texts that came over the wire have one
 * character per byte, as the HTTP decoder gives them.
 *
 * @param time when it ended
 * @param nanos how long it took
 * @param id the request's name, see {@code X-Request-Id}
 * @param site the first host of the site that answered, empty for none
 * @param route the path pattern of the route that answered, empty for none
 * @param note why it ended as it did, empty for nothing special
 */
public record AccessEntry(
    Client client,
    Request request,
    Response response,
    Instant time,
    long nanos,
    String id,
    String site,
    String route,
    String note) {

  /**
   * Who asked.
   *
   * @param port 0 when unknown
   * @param user the verified user, empty for none
   */
  public record Client(String address, int port, String user) {}

  /**
   * What was asked.
   *
   * @param method null, as are URI and protocol, when the first line could not be read
   * @param uri as received
   * @param host lower case, without port; null when it was not understood
   * @param path in normal form and decoded, null when it was not understood
   * @param query null when there was none
   * @param header the value of a field, several joined by a comma, null when there is none
   */
  public record Request(
      String method,
      String uri,
      String protocol,
      String scheme,
      String host,
      String path,
      String query,
      UnaryOperator<String> header) {}

  /**
   * What was answered.
   *
   * @param bodyBytes sent, the head not counted
   * @param header like that of a request
   */
  public record Response(int status, long bodyBytes, UnaryOperator<String> header) {}
}
