package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcraTest {

  @ParameterizedTest(name = "paid at {0}, now {1}")
  @CsvSource({
    // paid, now, passes, paid then, delay, remaining, reset
    "   0, 1000, true,  1100,   0, 2, 100",
    "1100, 1000, true,  1200,   0, 1, 200",
    "1200, 1000, true,  1300,   0, 0, 300",
    "1300, 1000, false, 1300, 100, 0, 300",
    "1300, 1099, false, 1300,   1, 0, 201",
    "1300, 1100, true,  1400,   0, 0, 300",
    "1300, 9000, true,  9100,   0, 2, 100",
  })
  void threeAtOnceAndThenOneInEveryHundred(
      long paid, long now, boolean passes, long then, long delay, long remaining, long reset) {
    assertThat(new Gcra(100, 3).decide(paid, now))
        .isEqualTo(new Gcra.Verdict(passes, then, delay, remaining, reset));
  }

  @ParameterizedTest(name = "paid at {0}, now {1}")
  @CsvSource({
    // paid, now, passes, delay, remaining, reset
    "   0, 1000, true,    0, 3,   0",
    "1100, 1000, true,    0, 2, 100",
    "1200, 1000, true,    0, 1, 200",
    "1201, 1000, false,   1, 0, 201",
    "1300, 1000, false, 100, 0, 300",
  })
  void aRequestThatIsNotMadeCostsNothing(
      long paid, long now, boolean passes, long delay, long remaining, long reset) {
    assertThat(new Gcra(100, 3).look(paid, now))
        .isEqualTo(new Gcra.Verdict(passes, paid, delay, remaining, reset));
  }

  @Test
  void oneAtOnceIsStrict() {
    var rule = new Gcra(100, 1);

    assertThat(rule.decide(0, 50).remaining()).isZero();
    assertThat(rule.decide(150, 149).passes()).isFalse();
    assertThat(rule.decide(150, 150).passes()).isTrue();
  }

  @Test
  void hugeNumbersStayInRange() {
    var day = new Gcra(86_400_000_000_000L, 1_000_000);

    Gcra.Verdict verdict = day.decide(0, 1);

    assertThat(verdict.passes()).isTrue();
    assertThat(verdict.remaining()).isPositive();
    assertThat(day.window()).isPositive();
  }
}
