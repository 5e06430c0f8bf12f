package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revision 7 serves, 8 is on trial. */
class CanaryDrawTest {
  @ParameterizedTest
  @CsvSource({
    // cookie, weight, lot, the new one gets it, the client is told
    ", 0.1, 0.09, true, true",
    ", 0.1, 0.1, false, true",
    ", 0, 0, false, true",
    ", 1, 0.999999, true, true",
    "8, 0.1, 0.99, true, false",
    "7, 0.1, 0.01, false, false",
    "6, 0.1, 0.01, true, true",
    "nonsense, 0.1, 0.5, false, true"
  })
  void aClientKeepsWhatItHadAndOthersDraw(
      String cookie, double weight, double lot, boolean isFresh, boolean isNew) {
    assertThat(CanaryDraw.of(cookie, 7, 8, weight, lot)).isEqualTo(new CanaryDraw(isFresh, isNew));
  }
}
