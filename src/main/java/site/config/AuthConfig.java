package site.config;

import java.net.URI;
import java.nio.file.Path;
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

  /**
   * Who has a bearer token that an issuer signed (RFC 7519, RFC 6750).
   *
   * @param audiences one of them has to be in the token
   * @param algorithms how it may be signed, such as {@code RS256}
   * @param skew what clocks may differ
   * @param user the claim that names the user
   * @param headers request headers to the claims that the action gets in them
   * @param require claims to the values one of which a token must have
   */
  public record Jwt(
      String issuer,
      List<String> audiences,
      TokenKeys keys,
      List<String> algorithms,
      Duration skew,
      String user,
      Map<String, String> headers,
      Map<String, List<String>> require)
      implements Method {}

  /**
   * Who logs in at a provider (OpenID Connect).
   *
   * @param callback the path to which the provider sends people back
   * @param logout the path that ends a session
   * @param session how long one lasts
   * @param user the claim that names the user
   * @param headers request headers to the claims that the action gets in them
   * @param require claims to the values one of which somebody must have
   */
  public record Oidc(
      URI issuer,
      String clientId,
      Optional<SharedSecret> clientSecret,
      List<String> scopes,
      List<String> algorithms,
      String callback,
      String logout,
      Duration session,
      String user,
      Map<String, String> headers,
      Map<String, List<String>> require)
      implements Method {}

  /** What tokens are verified with. */
  public sealed interface TokenKeys {}

  /** Public keys to be fetched, as a JSON Web Key Set (RFC 7517 5). */
  public record FetchedKeys(URI url) implements TokenKeys {}

  /**
   * Public keys of a file.
   *
   * @param text a JSON Web Key Set, or PEM
   */
  public record WrittenKeys(Path file, String text) implements TokenKeys {}

  /** What issuer and server both know. Its text is never shown. */
  public record SharedSecret(String text) implements TokenKeys {
    @Override
    public String toString() {
      return "a secret";
    }
  }
}
