package site.acme;

import java.util.List;
import java.util.Optional;
import site.config.ChallengeKind;
import site.config.KeyKind;

/**
 * One certificate that is to be kept alive. Two of equal value want the same certificate, whatever
 * configuration they come from.
 *
 * @param id names it in files, logs and commands
 * @param names A-labels, {@code *.} wildcards, IP addresses; at least one
 * @param key of which kind its private key is
 * @param reuseKey whether a renewal keeps the private key
 * @param profile wanted from the authority
 * @param preferredChain common name of the topmost issuer
 * @param authorities in the order of use, at least one
 * @param challenges in the order of use, at least one
 */
public record CertSpec(
    String id,
    List<String> names,
    KeyKind key,
    boolean reuseKey,
    Optional<Profile> profile,
    Optional<String> preferredChain,
    List<Authority> authorities,
    List<ChallengeKind> challenges) {

  /**
   * A profile of certificates (draft-ietf-acme-profiles).
   *
   * @param required whether to do without is worse than to have no certificate
   */
  public record Profile(String name, boolean required) {

    /** {@code name} prefers, {@code name!} requires. */
    static Profile of(String text) {
      return text.endsWith("!")
          ? new Profile(text.substring(0, text.length() - 1), true)
          : new Profile(text, false);
    }
  }

  public CertSpec {
    names = List.copyOf(names);
    authorities = List.copyOf(authorities);
    challenges = List.copyOf(challenges);
  }

  boolean isWildcard() {
    return names.stream().anyMatch(name -> name.startsWith("*."));
  }
}
