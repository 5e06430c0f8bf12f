package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.SupervisionConfig.Restart;

class RestartPolicyTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 15", "3, 15", "4, 15", "5, ", "6, "})
  void pausesLongerAndLongerUntilItGivesUp(int restarts, Long seconds) {
    Restart restart =
        new Restart(
            List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(15)), 5);

    assertThat(RestartPolicy.pause(restart, restarts).map(Duration::toSeconds).orElse(null))
        .isEqualTo(seconds);
  }

  @ParameterizedTest
  @CsvSource({
    "java.lang.NoClassDefFoundError, 1",
    "java.lang.ExceptionInInitializerError, 1",
    "java.lang.OutOfMemoryError, 1",
    "java.lang.StackOverflowError, 1",
    "java.lang.AssertionError, 100",
    "java.lang.NullPointerException, 100",
  })
  void takesAnAppForBrokenAfterSoManyThrowables(Class<? extends Throwable> type, int many)
      throws Exception {
    Faults faults = new Faults();
    Throwable thrown = type.getConstructor().newInstance();

    for (int i = 1; i < many; i++) {
      assertThat(faults.uncaught(thrown, i)).isEmpty();
    }

    assertThat(faults.uncaught(thrown, many))
        .hasValueSatisfying(cause -> assertThat(cause).contains(type.getName()));
    assertThat(faults.uncaught(new NullPointerException(), many)).isEmpty();
  }

  @Test
  void forgivesExceptionsThatComeSlowly() {
    Faults faults = new Faults();
    long apart = Faults.WITHIN.toNanos() / (Faults.TOO_MANY - 2);

    for (int i = 0; i < 10 * Faults.TOO_MANY; i++) {
      assertThat(faults.uncaught(new NullPointerException(), i * apart)).isEmpty();
    }
  }
}
