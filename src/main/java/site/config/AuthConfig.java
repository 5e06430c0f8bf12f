package site.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may.
 *
 * @param userHeader the request header that tells the action who it is, in lower case; what the
 *     client says there is removed
 */
public record AuthConfig(Method method, Optional<String> userHeader) {

  /** How it is found out. */
  public sealed interface Method {}

  /**
   * Name and password (RFC 7617).
   *
   * @param realm what the browser shows
   * @param users names to password hashes, in the order written
   */
  public record Basic(String realm, Map<String, String> users) implements Method {}

  /**
   * Another server decides.
   *
   * @param copy headers of its answer that the action gets, in lower case
   * @param user the header of its answer that names the user, in lower case
   * @param timeout until it has answered
   */
  public record Forward(URI url, List<String> copy, String user, Duration timeout)
      implements Method {}
}
