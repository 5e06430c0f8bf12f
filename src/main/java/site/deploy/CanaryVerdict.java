package site.deploy;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import site.config.RolloutConfig;
import site.deploy.Tally.Counts;

/**
 * What the numbers say about a canary. Pure.
 *
 * @param reason why it goes back, empty otherwise
 */
record CanaryVerdict(Outcome outcome, String reason) {
  /**
   * Fewer requests or errors than these are chance; when the time is over, all there were count.
   */
  private static final int ENOUGH_REQUESTS = 20;

  private static final int ENOUGH_ERRORS = 3;
  private static final int ENOUGH_FOR_P99 = 200;

  /** Three standard deviations: one canary in a thousand is sent back for nothing. */
  private static final double SIGNIFICANT = 3;

  private static final double CLEARLY_MORE = 0.01;
  private static final Duration CLEARLY_SLOWER = Duration.ofMillis(50);

  /** How it goes on. */
  enum Outcome {
    GO_ON,
    PROMOTE,
    RETURN
  }

  static CanaryVerdict of(RolloutConfig.Canary limits, Counts old, Counts fresh, Duration elapsed) {
    boolean isOver = elapsed.compareTo(limits.time()) >= 0;
    return tooManyErrors(limits, fresh, isOver)
        .or(() -> tooSlow(limits, fresh, isOver))
        .or(() -> moreErrors(old, fresh))
        .or(() -> slower(old, fresh))
        .map(reason -> new CanaryVerdict(Outcome.RETURN, reason))
        .orElseGet(() -> new CanaryVerdict(isOver ? Outcome.PROMOTE : Outcome.GO_ON, ""));
  }

  private static Optional<String> tooManyErrors(
      RolloutConfig.Canary limits, Counts fresh, boolean isOver) {
    boolean isEnough = isOver || (fresh.requests() >= ENOUGH_REQUESTS && haveErrors(fresh));
    return limits
        .maxErrorRate()
        .filter(limit -> isEnough && fresh.errorRate() > limit)
        .map(limit -> errors(fresh) + " (at most " + percent(limit) + ")");
  }

  private static Optional<String> tooSlow(
      RolloutConfig.Canary limits, Counts fresh, boolean isOver) {
    boolean isEnough = isOver || fresh.requests() >= ENOUGH_FOR_P99;
    return limits
        .maxP99()
        .filter(limit -> isEnough && fresh.p99().compareTo(limit) > 0)
        .map(limit -> "p99 is " + millis(fresh.p99()) + " (at most " + millis(limit) + ")");
  }

  private static Optional<String> moreErrors(Counts old, Counts fresh) {
    double more = fresh.errorRate() - old.errorRate();
    boolean isClear =
        Math.min(old.requests(), fresh.requests()) >= ENOUGH_REQUESTS
            && haveErrors(fresh)
            && more > CLEARLY_MORE
            && deviations(old, fresh) > SIGNIFICANT;
    return isClear
        ? Optional.of(errors(fresh) + " (before: " + percent(old.errorRate()) + ")")
        : Optional.empty();
  }

  /** The two-proportion z-test. */
  private static double deviations(Counts old, Counts fresh) {
    double all = old.requests() + fresh.requests();
    double rate = (old.errors() + fresh.errors()) / all;
    double spread = Math.sqrt(rate * (1 - rate) * (1.0 / old.requests() + 1.0 / fresh.requests()));
    return spread == 0 ? 0 : (fresh.errorRate() - old.errorRate()) / spread;
  }

  private static Optional<String> slower(Counts old, Counts fresh) {
    boolean isClear =
        Math.min(old.requests(), fresh.requests()) >= ENOUGH_FOR_P99
            && fresh.p99().compareTo(old.p99().multipliedBy(2).plus(CLEARLY_SLOWER)) > 0;
    return isClear
        ? Optional.of("p99 is " + millis(fresh.p99()) + " (before: " + millis(old.p99()) + ")")
        : Optional.empty();
  }

  private static boolean haveErrors(Counts fresh) {
    return fresh.errors() >= ENOUGH_ERRORS;
  }

  private static String errors(Counts fresh) {
    return percent(fresh.errorRate()) + " of " + fresh.requests() + " answers are errors";
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", share * 100).replace(".0", "") + "%";
  }

  static String millis(Duration time) {
    return time.toMillis() + " ms";
  }
}
