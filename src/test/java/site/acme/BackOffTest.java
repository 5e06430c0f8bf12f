package site.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.config.KeyKind;

class BackOffTest {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "1, PT1M",
    "2, PT5M",
    "3, PT15M",
    "4, PT45M",
    "5, PT2H",
    "6, PT6H",
    "7, PT12H",
    "8, PT24H",
    "1000, PT24H"
  })
  void pausesGrowToADayAndNeverEnd(int failures, Duration pause) {
    assertThat(BackOff.pause(failures, Optional.empty(), NOW, 0.5)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({"0, PT48S", "1, PT72S"})
  void pausesAreSpreadByAFifth(double draw, Duration pause) {
    assertThat(BackOff.pause(1, Optional.empty(), NOW, draw)).isEqualTo(pause);
  }

  @ParameterizedTest
  @CsvSource({
    // lifetime, left, the longest pause
    "P90D, P30D, PT24H",
    "PT160H, PT80H, PT8H",
    "PT10H, PT5H, PT1H",
    "P90D, P8D, PT1H", // the last tenth
    "P90D, -P6D, PT1H", // a week after the end
    "P90D, -P8D, PT24H", // long gone
  })
  void aCertificateThatRunsOutIsTriedMoreOften(Duration life, Duration left, Duration longest) {
    Instant end = NOW.plus(left);
    Material material =
        new Material(
            1,
            end.minus(life),
            end,
            Optional.empty(),
            List.of("a.example.com"),
            Optional.of(KeyKind.P256),
            new Generation.Origin("ca", Optional.empty()));

    assertThat(BackOff.pause(20, Optional.of(material), NOW, 0.5)).isEqualTo(longest);
  }

  @ParameterizedTest
  @CsvSource({"PT0S, PT30S", "PT-5S, PT30S", "PT1H, PT1H", "PT36H, PT36H", "P400D, PT24H"})
  void theAuthoritysWishIsHonouredWithinReason(Duration asked, Duration waited) {
    assertThat(BackOff.retryAfter(asked)).isEqualTo(waited);
  }

  @ParameterizedTest
  @CsvSource({
    // looks before, what the authority asks for, pause
    "0,, PT0.25S",
    "1,, PT0.5S",
    "70,, PT8S",
    "0, PT0S, PT0.25S",
    "0, PT-10M, PT0.25S", // its clock is behind
    "0, P1D, PT10S",
    "0, PT3S, PT3S",
  })
  void ordersAreLookedAtNeitherTooOftenNorTooSeldom(int looks, Duration asked, Duration pause) {
    assertThat(Polling.pause(looks, Optional.ofNullable(asked))).isEqualTo(pause);
  }
}
