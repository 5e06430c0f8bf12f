package site.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From when to when a certificate is valid, in whole seconds as it is written there. */
record Validity(Instant from, Instant to) {
  // Clients whose clock is a little behind shall not refuse a certificate made this minute.
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  static Validity of(X509Certificate certificate) {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  static Validity starting(Instant now, Duration lifetime) {
    Instant from = now.minus(CLOCK_SKEW).truncatedTo(ChronoUnit.SECONDS);
    return new Validity(from, from.plus(lifetime));
  }

  /** No certificate outlives its issuer's. */
  Validity notAfter(Instant end) {
    return new Validity(from, to.isAfter(end) ? end : to);
  }

  /** When a third of the lifetime is left. */
  Instant renewalDue() {
    return to.minus(Duration.between(from, to).dividedBy(3));
  }

  boolean contains(Instant now) {
    return !now.isBefore(from) && now.isBefore(to);
  }

  /** Valid, and not due for renewal yet. */
  boolean isFresh(Instant now) {
    return !now.isBefore(from) && now.isBefore(renewalDue());
  }
}
