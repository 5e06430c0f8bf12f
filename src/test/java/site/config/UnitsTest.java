package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0s, PT0S",
    "250ms, PT0.25S",
    "30s, PT30S",
    "5m, PT5M",
    "12h, PT12H",
    "10d, PT240H",
    "999999999999ms, PT277777H46M39.999S"
  })
  void durationsHaveANumberAndAUnit(String text, Duration duration) {
    assertThat(Units.duration(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "30",
        "-1s",
        "1.5s",
        "1h30m",
        "5 m",
        "5M",
        "5min",
        "1000000000000s",
        "٣s"
      })
  void anythingElseIsNoDuration(String text) {
    assertThat(Units.duration(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0B, 0",
    "512B, 512",
    "64KiB, 65536",
    "10MiB, 10485760",
    "1GiB, 1073741824",
    "1TiB, 1099511627776"
  })
  void sizesArePowersOf1024(String text, long bytes) {
    assertThat(Units.size(text)).contains(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "64", "64K", "64KB", "64kib", "1.5MiB", "999999999999TiB"})
  void anythingElseIsNoSize(String text) {
    assertThat(Units.size(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"30, 30s", "5 min, 5m", "2hours, 2h", "1Day, 1d", "ten, ''", "5 apples, ''"})
  void theNearestDurationIsFound(String text, String nearest) {
    assertThat(Units.nearestDuration(text)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({"30, 30B", "10MB, 10MiB", "64k, 64KiB", "1 g, 1GiB", "many, ''"})
  void theNearestSizeIsFound(String text, String nearest) {
    assertThat(Units.nearestSize(text)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "50/h, true",
    "10/s, true",
    "1/m, true",
    "5/d, true",
    "5/w, false",
    "/s, false",
    "0/s, false"
  })
  void ratesArePerUnitOfTime(String text, boolean rate) {
    assertThat(Units.rate(text).isPresent()).isEqualTo(rate);
  }

  @ParameterizedTest
  @CsvSource({"240B/s, true", "1KiB/s, true", "240/s, false", "240B/m, false"})
  void ratesOfBytesArePerSecond(String text, boolean rate) {
    assertThat(Units.byteRate(text).isPresent()).isEqualTo(rate);
  }
}
