package site.acme;

import java.net.URL;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import site.config.ChallengeKind;

/**
 * An order as the authority sees it at one moment.
 *
 * @param failure why it is invalid
 * @param retryAfter when the authority wants to be asked again
 */
public record OrderView(
    URL url,
    Status status,
    List<Authorization> authorizations,
    Optional<AcmeFailure> failure,
    Optional<Instant> retryAfter) {

  /** RFC 8555 7.1.6. */
  public enum Status {
    PENDING,
    READY,
    PROCESSING,
    VALID,
    INVALID
  }

  /**
   * What the authority wants to be proved about one name.
   *
   * @param name without {@code *.}
   * @param offered the ways it accepts
   * @param failure why it did not believe us
   */
  public record Authorization(
      URL url,
      String name,
      boolean isValid,
      Set<ChallengeKind> offered,
      Optional<AcmeFailure> failure) {}

  /** The first thing that went wrong. */
  Optional<AcmeFailure> anyFailure() {
    return authorizations.stream()
        .flatMap(authorization -> authorization.failure().stream())
        .findFirst()
        .or(() -> failure);
  }

  /** What is still to be proved. */
  List<Authorization> open() {
    return authorizations.stream().filter(a -> !a.isValid()).toList();
  }
}
