package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What gives reason to worry about a certificate, the worst last. */
public enum CertWarning {
  /** Attempt after attempt fails, or only a person can help. */
  FAILING,
  /** The time left is short. */
  EXPIRING,
  EXPIRED;

  /** About an hour of trying: the fifth attempt follows 1, 5, 15 and 45 minutes (BackOff). */
  static final int MANY_FAILURES = 5;

  private static final Duration PAUSE = Duration.ofDays(1);

  /**
   * Judges one certificate.
   *
   * @param warnAt part of the lifetime that is left when it gets worrying
   */
  static Optional<CertWarning> of(
      Optional<Material> material, JobState state, double warnAt, Instant now) {
    if (material.filter(m -> !now.isBefore(m.notAfter())).isPresent()) {
      return Optional.of(EXPIRED);
    }
    if (material.filter(m -> !now.isBefore(worrying(m, warnAt))).isPresent()) {
      return Optional.of(EXPIRING);
    }
    return state.isBlocked() || state.setback().failures() >= MANY_FAILURES
        ? Optional.of(FAILING)
        : Optional.empty();
  }

  private static Instant worrying(Material material, double warnAt) {
    return material.notAfter().minus(RenewalTime.part(material.lifetime(), warnAt));
  }

  /** Whether it was not said in the last 24 hours. */
  static boolean isNews(JobState state, Instant now) {
    return state.setback().warned().filter(at -> at.isAfter(now.minus(PAUSE))).isEmpty();
  }
}
