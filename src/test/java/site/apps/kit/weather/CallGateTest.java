package site.apps.kit.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import kit.weather.CallGate;
import kit.weather.CallLimits;
import kit.weather.Product;
import kit.weather.WeatherFailure;
import kit.weather.WeatherFailure.Reason;
import org.junit.jupiter.api.Test;
import site.SettableClock;

class CallGateTest {
  private final SettableClock clock = new SettableClock("2027-03-10T06:30:00Z");
  private Duration passed = Duration.ZERO;
  private final CallGate gate =
      new CallGate(CallLimits.USUAL, clock, () -> Long.MAX_VALUE + passed.toNanos());

  @Test
  void fiftyCallsAMinuteGoOutEvenlyAfterTheFirstFew() throws WeatherFailure {
    Duration last = Duration.ZERO;
    for (int i = 0; i < 50; i++) {
      last = gate.takeTurn(Product.CURRENT);
    }

    assertThat(last).isEqualTo(Duration.ofMillis(1200).multipliedBy(45));
  }

  @Test
  void timeWithoutCallsIsNotSavedUp() throws WeatherFailure {
    gate.takeTurn(Product.CURRENT);
    pass(Duration.ofHours(5));

    for (int i = 0; i < 5; i++) {
      assertThat(gate.takeTurn(Product.CURRENT)).isZero();
    }

    assertThat(gate.takeTurn(Product.FORECAST)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void whoWaitsHasTheNextTurnWithoutAWaitWhereTheClockStandsStill() throws WeatherFailure {
    for (int i = 0; i < 1000; i++) {
      passed = passed.plus(gate.takeTurn(Product.CURRENT));
    }

    assertThat(passed).isEqualTo(Duration.ofMillis(1200).multipliedBy(995));
    assertThat(gate.takeTurn(Product.CURRENT)).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void aClockThatIsSetBackHoldsNobodyUp() throws WeatherFailure {
    gate.takeTurn(Product.CURRENT);
    clock.pass(Duration.ofHours(-5));

    assertThat(gate.takeTurn(Product.CURRENT)).isZero();
  }

  @Test
  void whoWouldWaitTooLongIsToldAtOnce() throws WeatherFailure {
    for (int i = 0; i < 3005; i++) {
      gate.takeTurn(Product.CURRENT);
    }

    assertThatThrownBy(() -> gate.takeTurn(Product.CURRENT)).hasMessageContaining("too many");
  }

  @Test
  void afterTooManyRequestsTheSpeedIsHalfForAnHour() throws WeatherFailure {
    gate.failed(Product.CURRENT, Reason.THROTTLED);
    assertThat(gate.state(Product.CURRENT)).isEqualTo("throttled until 2027-03-10T06:40:00Z");
    assertThat(gate.takeTurn(Product.FORECAST)).isZero();
    pass(Duration.ofMinutes(11));

    assertThat(gate.state(Product.CURRENT)).isEmpty();
    assertThat(waitOfTheSixth()).isEqualTo(Duration.ofMillis(2400));
    pass(Duration.ofMinutes(60));
    assertThat(waitOfTheSixth()).isEqualTo(Duration.ofMillis(1200));
  }

  @Test
  void aRejectedKeyIsTriedAgainAfterAnHourAndOnlyForThisProduct() throws WeatherFailure {
    gate.failed(Product.TIMEMACHINE, Reason.REJECTED);

    assertThatThrownBy(() -> gate.takeTurn(Product.TIMEMACHINE))
        .isInstanceOfSatisfying(
            WeatherFailure.class, e -> assertThat(e.reason()).isEqualTo(Reason.REJECTED));
    assertThat(gate.state(Product.TIMEMACHINE)).startsWith("key rejected");
    assertThat(gate.takeTurn(Product.CURRENT)).isZero();
    clock.pass(Duration.ofHours(1));
    assertThat(gate.takeTurn(Product.TIMEMACHINE)).isZero();
  }

  @Test
  void callsMadeBeforeARestartCount() throws WeatherFailure {
    gate.oneCallsToday(89);
    gate.takeTurn(Product.DAY_SUMMARY);

    assertThatThrownBy(() -> gate.takeTurn(Product.DAY_SUMMARY))
        .hasMessage("all 90 calls of the day are made");
    clock.pass(Duration.ofHours(18));
    assertThat(gate.takeTurn(Product.DAY_SUMMARY)).isZero();
  }

  private void pass(Duration time) {
    clock.pass(time);
    passed = passed.plus(time);
  }

  private Duration waitOfTheSixth() throws WeatherFailure {
    Duration wait = Duration.ZERO;
    for (int i = 0; i < 6; i++) {
      wait = gate.takeTurn(Product.FORECAST);
    }
    return wait;
  }
}
