package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How certificates are ordered: what holds for all, or for one group.
 *
 * @param keys one certificate for each kind
 * @param reuseKey whether a renewal keeps the private key
 * @param authorities in the order of use
 * @param profile preferred profile of the certificate; with {@code !} at its end a required one
 * @param preferredChain common name of the topmost issuer
 * @param challenges in the order of use
 */
public record IssuanceConfig(
    List<KeyKind> keys,
    boolean reuseKey,
    List<Authority> authorities,
    Optional<String> profile,
    Optional<String> preferredChain,
    List<ChallengeKind> challenges) {

  /**
   * A certificate authority.
   *
   * @param id what it is called here; one of the well-known ones where there is no directory
   * @param directory its ACME directory (RFC 8555 7.1.1); empty for a well-known authority
   * @param root PEM file of the authority its own server is under
   * @param binding external account binding (RFC 8555 7.3.4)
   * @param staging the directory to try after a failed validation
   */
  public record Authority(
      String id,
      Optional<URI> directory,
      Optional<Path> root,
      Optional<AccountBinding> binding,
      Optional<URI> staging) {}

  /**
   * An account the operator has with the authority already.
   *
   * @param key base64url
   */
  public record AccountBinding(String keyIdentifier, String key) {

    /** Without the key. */
    @Override
    public String toString() {
      return "AccountBinding[" + keyIdentifier + "]";
    }
  }
}
