package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many requests a heap has room for. */
class HeapShareTest {
  @ParameterizedTest
  @CsvSource({
    "16, 1000",
    "249, 1000",
    "256, 1024",
    "1024, 4096",
    "6144, 24576",
    "1099511627, 2147483647"
  })
  void eachHasAQuarterOfAMebibyteAndAThousandAreAlwaysLetIn(long mebibytes, int most) {
    assertThat(RequestLimit.most(mebibytes * 1024 * 1024)).isEqualTo(most);
  }
}
