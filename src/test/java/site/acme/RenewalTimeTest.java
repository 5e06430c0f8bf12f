package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalTimeTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    // lifetime, jitter, renewed after
    "PT160H, 0, PT80H",
    "PT160H, 1, PT83H12M",
    "P45D, 0, P30D",
    "P45D, 1, PT741H36M",
    "P90D, 0, P60D",
    "PT90S, 0, PT45S",
  })
  void withoutWordFromTheAuthorityTheLifetimeDecides(
      Duration lifetime, double jitter, Duration after) {
    Instant renewal =
        RenewalTime.of(
            START, START.plus(lifetime), Optional.empty(), OptionalDouble.empty(), jitter);

    assertThat(Duration.between(START, renewal)).isCloseTo(after, Duration.ofMillis(1));
  }

  @ParameterizedTest
  @CsvSource({
    // window from, to, jitter, renewed after; of a certificate of 100 days
    "P20D, P22D, 0.5, P21D", // earlier than our rule
    "P80D, P84D, 0.25, P81D", // later than our rule
    "P99D, P100D, 0.5, P90D", // but never into the last tenth
    "-PT2H, -PT1H, 0.5, -PT1H30M", // in the past: at once
    "P70D, P60D, 0.5, PT1600H", // inverted: no window
    "P70D, P70D, 0.5, PT1600H", // empty: no window
  })
  void theAuthoritysWindowWins(Duration from, Duration to, double jitter, Duration after) {
    RenewalWindow window =
        new RenewalWindow("id", START.plus(from), START.plus(to), Optional.empty());

    Instant renewal =
        RenewalTime.of(
            START,
            START.plus(Duration.ofDays(100)),
            Optional.of(window),
            OptionalDouble.empty(),
            jitter);

    assertThat(Duration.between(START, renewal)).isCloseTo(after, Duration.ofHours(25));
    if (from.compareTo(to) < 0) {
      assertThat(Duration.between(START, renewal)).isEqualTo(after);
    }
  }

  @Test
  void theOperatorsFractionReplacesOurRuleNotTheWindow() {
    Instant end = START.plus(Duration.ofDays(100));
    RenewalWindow window = new RenewalWindow("id", START, START.plusSeconds(2), Optional.empty());

    Instant byFraction = RenewalTime.of(START, end, Optional.empty(), OptionalDouble.of(0.4), 0);
    Instant byWindow = RenewalTime.of(START, end, Optional.of(window), OptionalDouble.of(0.4), 0.5);

    assertThat(byFraction).isEqualTo(START.plus(Duration.ofDays(60)));
    assertThat(byWindow).isEqualTo(START.plusSeconds(1));
  }
}
