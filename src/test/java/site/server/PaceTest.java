package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int SPAN = Pace.STEPS + 1;

  @Test
  void aBodyThatDoesNotComeIsTooSlowWhenItsTimeIsOver() {
    Pace pace = new Pace(100, 7);

    for (int step = 1; step < SPAN; step++) {
      assertThat(pace.isTooSlow(true, 7)).isFalse();
    }
    assertThat(pace.isTooSlow(true, 7 + 99)).isTrue();
  }

  @Test
  void enoughIsEnoughWheneverItCame() {
    Pace pace = new Pace(100, 0);
    long arrived = 100;

    for (int step = 1; step < 5 * SPAN; step++) {
      assertThat(pace.isTooSlow(true, arrived)).isFalse();
      arrived += step % 10 == 0 ? 100 : 0;
    }
  }

  @Test
  void timeInWhichTheClientCouldNotSendIsNotItsFault() {
    Pace pace = new Pace(100, 0);

    for (int step = 0; step < 100; step++) {
      assertThat(pace.isTooSlow(false, 0)).isFalse();
    }
    for (int step = 1; step < SPAN; step++) {
      assertThat(pace.isTooSlow(true, 0)).isFalse();
    }
    assertThat(pace.isTooSlow(true, 0)).isTrue();
  }
}
