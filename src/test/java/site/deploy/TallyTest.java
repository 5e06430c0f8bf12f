package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TallyTest {
  @ParameterizedTest
  @ValueSource(longs = {10, 100, 999, 1_000, 65_536, 500_000, 3_600_000_000L})
  void aTimeIsKnownToAnEighth(long micros) {
    Tally tally = new Tally();

    tally.add(200, micros * 1000);

    assertThat(tally.counts().p99().toNanos() / 1000).isBetween(micros, micros + micros / 7);
  }

  @Test
  void ninetyNineOfAHundredDoNotExceedIt() {
    Tally tally = new Tally();
    for (int i = 1; i <= 1000; i++) {
      tally.add(200, Duration.ofMillis(i).toNanos());
    }

    assertThat(tally.counts().p99().toMillis()).isBetween(990L, 1130L);
  }

  @Test
  void oneSlowAnswerOfAHundredIsNotThe99th() {
    Tally tally = new Tally();
    for (int i = 0; i < 199; i++) {
      tally.add(200, Duration.ofMillis(2).toNanos());
    }
    tally.add(200, Duration.ofSeconds(20).toNanos());

    assertThat(tally.counts().p99().toMillis()).isLessThan(3);
  }

  @Test
  void faultsOfTheServerAreErrorsAndThoseOfTheClientAreNot() {
    Tally tally = new Tally();
    for (int status : new int[] {200, 304, 404, 499, 500, 503}) {
      tally.add(status, 0);
    }

    assertThat(tally.counts().requests()).isEqualTo(6);
    assertThat(tally.counts().errors()).isEqualTo(2);
    assertThat(new Tally().counts().errorRate()).isZero();
  }
}
