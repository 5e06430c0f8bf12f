package site.acme;

import java.net.URL;
import java.util.Optional;
import site.config.ChallengeKind;

/**
 * An order the authority knows and we have not finished. On disk before anything depends on it, so
 * that a process that was killed goes on with it instead of making another one.
 *
 * @param authority {@link Authority#id} it was made at
 * @param url where it can be asked about
 * @param trial whether it is at the authority's staging server
 * @param kind how its names are proved
 * @param step how far this process got with it; a new process begins at the first
 */
public record PendingOrder(
    String authority, URL url, boolean trial, Optional<ChallengeKind> kind, Step step) {

  /** What has been done for an order whose names are to be proved. */
  public enum Step {
    NOTHING,
    PRESENTED,
    TRIGGERED
  }

  PendingOrder at(Step next) {
    return new PendingOrder(authority, url, trial, kind, next);
  }

  PendingOrder by(ChallengeKind chosen) {
    return new PendingOrder(authority, url, trial, Optional.of(chosen), step);
  }

  /** Two values mean one order if they have one URL. */
  boolean isSame(PendingOrder other) {
    return url.toString().equals(other.url.toString());
  }
}
