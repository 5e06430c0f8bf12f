package site.acme;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long to wait after a failure. Never gives up: a name that fails once a day for years is
 * paused by nobody, and begins to work the day its cause is gone.
 */
final class BackOff {
  private static final List<Duration> STEPS =
      List.of(
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(45),
          Duration.ofHours(2),
          Duration.ofHours(6),
          Duration.ofHours(12),
          Duration.ofHours(24));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration AFTER_EXPIRY = Duration.ofDays(7);
  private static final Duration LEAST_RETRY_AFTER = Duration.ofSeconds(30);
  private static final Duration MOST_RETRY_AFTER = Duration.ofHours(36);
  private static final double SPREAD = 0.2;

  private BackOff() {}

  /**
   * The pause after the last of so many failures in a row.
   *
   * @param failures 1 or more
   * @param draw 0 to 1, any
   */
  static Duration pause(int failures, Optional<Material> material, Instant now, double draw) {
    Duration step = STEPS.get(Math.min(failures, STEPS.size()) - 1);
    Duration spread = RenewalTime.part(step, 1 - SPREAD + 2 * SPREAD * draw);
    return shorter(spread, longest(material, now));
  }

  /** RFC 8555 6.6, within reason: what is longer than any known limit means one try a day. */
  static Duration retryAfter(Duration asked) {
    if (asked.compareTo(MOST_RETRY_AFTER) > 0) {
      return DAY;
    }
    return asked.compareTo(LEAST_RETRY_AFTER) < 0 ? LEAST_RETRY_AFTER : asked;
  }

  private static Duration longest(Optional<Material> material, Instant now) {
    if (material.isEmpty()) {
      return DAY;
    }
    Duration life = material.get().lifetime();
    Instant urgent = material.get().notAfter().minus(RenewalTime.part(life, 0.1));
    Instant hopeless = material.get().notAfter().plus(AFTER_EXPIRY);
    if (!now.isBefore(urgent) && now.isBefore(hopeless)) {
      return HOUR;
    }
    Duration cap = life.dividedBy(20);
    return cap.compareTo(HOUR) < 0 ? HOUR : shorter(cap, DAY);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
