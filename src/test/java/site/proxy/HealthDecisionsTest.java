package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.HealthConfig.Eject;

/** Whether a target is well, each decision as a table. */
class HealthDecisionsTest {
  private static final Eject RULES = new Eject(3, Duration.ofNanos(100));

  /** {@code +} is a good answer, {@code -} a bad one; the verdict after each. */
  @ParameterizedTest
  @CsvSource({
    "+, +",
    "-, -",
    "-+, --",
    "-++, --+",
    "+--, +++",
    "+---, +++-",
    "+--+--, ++++++",
    "+---+-++, +++----+",
    "---+, ----"
  })
  void answersInARowDecide(String answers, String verdicts) {
    Checked checked = Checked.NEVER;
    StringBuilder found = new StringBuilder();

    for (int i = 0; i < answers.length(); i++) {
      char answer = answers.charAt(i);
      checked = checked.next(answer == '+', 2, 3);
      found.append(checked.healthy() ? '+' : '-');
    }

    assertThat(found).hasToString(verdicts);
  }

  @Test
  void whoWasNeverAskedCountsAsWell() {
    assertThat(Checked.NEVER.healthy()).isTrue();
  }

  /**
   * {@code s} and {@code f} are requests that succeeded and failed, {@code b} one that begins,
   * {@code w} a wait until the time is over; the last letter is whether requests are admitted.
   */
  @ParameterizedTest
  @CsvSource({
    "ff, true",
    "fff, false",
    "ffsff, true",
    "ffsfff, false",
    "fffs, false",
    "fffw, true",
    "fffwb, false",
    "fffwbs, true",
    "fffwbsff, true",
    "fffwbsfff, false",
    "fffwbf, false",
    "fffwbfw, true",
    "fffwbw, true",
    "ffff, false",
    "fffg, false",
    "fffgg, true",
    "fffgxg, false",
    "fffwbgg, true",
    "ggfff, false",
    "fffggff, true"
  })
  void failuresInARowEject(String events, boolean admitted) {
    Ejection ejection = Ejection.NONE;
    long now = 0;

    for (int i = 0; i < events.length(); i++) {
      char event = events.charAt(i);
      now += event == 'w' ? 100 : 0;
      ejection =
          switch (event) {
            case 's' -> ejection.succeeded();
            case 'f' -> ejection.failed(RULES, now);
            case 'b' -> ejection.begun(RULES, now);
            case 'g' -> ejection.checked(true, 2);
            case 'x' -> ejection.checked(false, 2);
            default -> ejection;
          };
    }

    assertThat(ejection.admits(now)).isEqualTo(admitted);
  }

  @Test
  void timesMayOverflow() {
    Ejection ejection = new Ejection(2, false, 0, false).failed(RULES, Long.MAX_VALUE);

    assertThat(ejection.admits(Long.MAX_VALUE)).isFalse();
    assertThat(ejection.admits(Long.MAX_VALUE + 100)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 0.1", "1, 10, 0.1", "5, 10, 0.5", "10, 10, 1", "99, 10, 1", "0, 0, 1"})
  void whoCameBackIsEasedIn(long since, long whole, double part) {
    assertThat(SlowStart.part(since, Duration.ofNanos(whole))).isCloseTo(part, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "200, 2xx 3xx, true",
    "302, 2xx 3xx, true",
    "404, 2xx 3xx, false",
    "204, 204, true",
    "200, 204, false",
    "503, 2xx 503, true"
  })
  void statusesAreGoodByNumberOrClass(int status, String good, boolean verdict) {
    assertThat(HealthRules.isGood(status, List.of(good.split(" ")))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "all is ok, ok, true",
    "all is ok, OK, false",
    "db=up cache=up, ~ db=(up|warm)\\b, true",
    "db=down, ~ db=(up|warm), false"
  })
  void bodiesContainATextOrMatch(String body, String wanted, boolean verdict) {
    assertThat(HealthRules.contains(body, wanted)).isEqualTo(verdict);
  }

  @Test
  void checksAreNotInStep() {
    Duration interval = Duration.ofSeconds(10);

    assertThat(
            List.of(0.0, 0.5, 1.0).stream()
                .map(lot -> HealthCheck.jittered(interval, lot))
                .collect(Collectors.toList()))
        .containsExactly(Duration.ofSeconds(9), Duration.ofSeconds(10), Duration.ofSeconds(11));
  }
}
