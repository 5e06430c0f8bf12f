package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.RolloutConfig;
import site.deploy.CanaryVerdict.Outcome;
import site.deploy.Tally.Counts;

/** Limits: one minute, 1 % of errors, a p99 of 500 ms. */
class CanaryVerdictTest {
  private static final RolloutConfig.Canary LIMITS =
      new RolloutConfig.Canary(
          0.1, Duration.ofMinutes(1), Optional.of(0.01), Optional.of(Duration.ofMillis(500)));

  private static final RolloutConfig.Canary NO_LIMITS =
      new RolloutConfig.Canary(0.1, Duration.ofMinutes(1), Optional.empty(), Optional.empty());

  private static Counts counts(long requests, long errors, long p99) {
    return new Counts(requests, errors, Duration.ofMillis(p99));
  }

  @ParameterizedTest
  @CsvSource({
    // requests, errors and p99 of the new revision; seconds; what follows
    "0,    0,  0,   59, GO_ON",
    "0,    0,  0,   60, PROMOTE", // nothing speaks against it
    "5000, 50, 499, 59, GO_ON", // exactly the limit
    "5000, 50, 499, 60, PROMOTE",
    "5000, 51, 499, 5,  RETURN",
    "19,   19, 1,   59, GO_ON", // may be chance
    "20,   2,  1,   59, GO_ON",
    "20,   3,  1,   59, RETURN",
    "5,    1,  1,   60, RETURN", // all there was counts at the end
    "199,  0,  900, 59, GO_ON",
    "200,  0,  501, 59, RETURN",
    "200,  0,  500, 59, GO_ON",
    "3,    0,  501, 60, RETURN"
  })
  void itsOwnLimitsSendItBack(
      long requests, long errors, long p99, long seconds, Outcome expected) {
    CanaryVerdict verdict =
        CanaryVerdict.of(
            LIMITS,
            counts(10_000, 100, 400),
            counts(requests, errors, p99),
            Duration.ofSeconds(seconds));

    assertThat(verdict.outcome()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // old: requests, errors, p99; new: requests, errors, p99; what follows
    "1000, 0,   10,  100, 3,  10,  RETURN",
    "1000, 0,   10,  100, 2,  10,  GO_ON", // may be chance
    "1000, 0,   10,  1000, 10, 10, GO_ON", // one percent is not clearly more
    "1000, 50,  10,  100, 8,  10,  GO_ON", // hardly worse than it was
    "1000, 50,  10,  100, 20, 10,  RETURN",
    "1000, 500, 10,  100, 50, 10,  GO_ON", // both are broken
    "10,   0,   10,  100, 90, 10,  GO_ON", // nothing to compare with
    "1000, 0,   10,  200, 0,  71,  RETURN", // more than twice and 50 ms
    "1000, 0,   10,  200, 0,  70,  GO_ON",
    "1000, 0,   10,  199, 0,  500, GO_ON",
    "199,  0,   10,  200, 0,  500, GO_ON"
  })
  void beingClearlyWorseThanTheOldOneSendsItBack(
      long oldRequests,
      long oldErrors,
      long oldP99,
      long requests,
      long errors,
      long p99,
      Outcome expected) {
    CanaryVerdict verdict =
        CanaryVerdict.of(
            NO_LIMITS,
            counts(oldRequests, oldErrors, oldP99),
            counts(requests, errors, p99),
            Duration.ofSeconds(30));

    assertThat(verdict.outcome()).isEqualTo(expected);
  }

  @Test
  void theReasonHasTheNumbers() {
    Duration now = Duration.ofSeconds(30);

    assertThat(CanaryVerdict.of(LIMITS, counts(0, 0, 0), counts(40, 3, 1), now).reason())
        .isEqualTo("7.5% of 40 answers are errors (at most 1%)");
    assertThat(CanaryVerdict.of(NO_LIMITS, counts(400, 0, 2), counts(400, 0, 90), now).reason())
        .isEqualTo("p99 is 90 ms (before: 2 ms)");
  }
}
