package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/** When a certificate is renewed. In parts of its lifetime, because lifetimes keep shrinking. */
final class RenewalTime {
  private static final int SHORT_LIVED_DAYS = 10;
  private static final double LEFT = 1 / 3.0;
  private static final double LEFT_OF_SHORT_LIVED = 0.5;
  private static final double SPREAD = 0.02;
  private static final double EMERGENCY = 0.1;

  private RenewalTime() {}

  /**
   * The moment to begin.
   *
   * @param window what the authority said about this very certificate
   * @param configured part of the lifetime that is left, in place of ours
   * @param jitter 0 to 1, drawn once for the certificate, so that the moment does not wander
   */
  static Instant of(
      Instant notBefore,
      Instant notAfter,
      Optional<RenewalWindow> window,
      OptionalDouble configured,
      double jitter) {
    Duration life = Duration.between(notBefore, notAfter);
    Instant emergency = notAfter.minus(part(life, EMERGENCY));
    return window
        .filter(RenewalWindow::isUsable)
        .map(w -> earlier(w.start().plus(part(w.length(), jitter)), emergency))
        .orElseGet(() -> byLifetime(notAfter, life, configured, jitter));
  }

  private static Instant byLifetime(
      Instant notAfter, Duration life, OptionalDouble configured, double jitter) {
    double usual = life.toDays() < SHORT_LIVED_DAYS ? LEFT_OF_SHORT_LIVED : LEFT;
    double left = configured.orElse(usual);
    return notAfter.minus(part(life, left)).plus(part(life, Math.min(SPREAD, left) * jitter));
  }

  static Duration part(Duration whole, double fraction) {
    return Duration.ofMillis((long) (whole.toMillis() * fraction));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }
}
