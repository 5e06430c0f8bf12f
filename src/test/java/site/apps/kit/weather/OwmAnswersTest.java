package site.apps.kit.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import kit.weather.Conditions;
import kit.weather.Fall;
import kit.weather.Forecast;
import kit.weather.Forecast.Slot;
import kit.weather.OwmAnswers;
import kit.weather.WeatherFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each recorded answer means. */
class OwmAnswersTest {
  @ParameterizedTest
  @CsvSource({
    "current-clear-berlin, 2027-03-10T06:30:00Z, 800,  7.4,  4.6, 0,    0",
    "current-drizzle,      2027-03-10T06:30:00Z, 300,  3.2,  1.5, 0.13, 0",
    "current-thunder-warm, 2027-07-10T18:05:00Z, 211, 28.6, 18.5, 6.4,  0",
    "current-snow,         2027-01-10T12:00:00Z, 601, -8.3,  4.0, 0,    1.2",
    "current-no-rain-key,  2027-03-10T12:00:00Z, 500, 19.0,  3.0, 0,    0",
    "current-old-3h,       2027-03-10T06:30:00Z, 501,  4.5,  6.0, 1.2,  0",
  })
  void aCurrentAnswer(
      String file, String at, int id, double temperature, double gust, double rain, double snow)
      throws WeatherFailure {
    Conditions now = OwmAnswers.current(fixture(file));

    assertThat(now.at()).isEqualTo(at);
    assertThat(now.sky().id()).isEqualTo(id);
    assertThat(now.temperature()).isEqualTo(temperature);
    assertThat(now.gust()).isEqualTo(gust);
    assertThat(now.lastHour().rain()).isCloseTo(rain, within());
    assertThat(now.lastHour().snow()).isEqualTo(snow);
  }

  /** The service's texts are UTC; only the place's own calendar says which day it is there. */
  @ParameterizedTest
  @CsvSource({
    "forecast-40-berlin,     Europe/Berlin,      2027-03-10, 5, 15.3, +01:00",
    "forecast-40-kiritimati, Pacific/Kiritimati, 2027-03-10, 6, 32.6, +14:00",
    "forecast-dst-ny,        America/New_York,   2027-03-13, 5, 11.3, -05:00",
  })
  void aForecastByTheLocalDay(
      String file, ZoneId zone, LocalDate today, int slots, double max, String offset)
      throws WeatherFailure {
    Forecast forecast = OwmAnswers.forecast(fixture(file));

    var ofToday =
        forecast.slots().stream()
            .filter(slot -> LocalDate.ofInstant(slot.at(), zone).equals(today))
            .toList();

    assertThat(forecast.slots()).hasSize(40);
    assertThat(forecast.offset()).isEqualTo(ZoneOffset.of(offset));
    assertThat(ofToday).hasSize(slots);
    assertThat(ofToday.stream().mapToDouble(Slot::max).max().orElseThrow())
        .isCloseTo(max, org.assertj.core.api.Assertions.within(0.5));
  }

  @Test
  void aSlotOfRainHasItsChanceAndItsAmount() throws WeatherFailure {
    Slot slot = OwmAnswers.forecast(fixture("forecast-40-berlin")).slots().get(2);

    assertThat(slot.chance()).isEqualTo(0.7);
    assertThat(slot.fall()).isEqualTo(new Fall(1.5, 0));
    assertThat(slot.gust()).isEqualTo(5.5);
    assertThat(slot.daylight()).isTrue();
  }

  @Test
  void noPlaceIsAnEmptyListAndNoFailure() throws WeatherFailure {
    assertThat(OwmAnswers.places(fixture("geocode-empty"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "404-string-cod",
        "401",
        "500-html",
        "200-garbage",
        "200-truncated",
        "day-summary"
      })
  void whatIsNoWeatherIsAFailureThatRepeatsNothingOfIt(String file) {
    assertThatThrownBy(() -> OwmAnswers.current(fixture(file)))
        .isInstanceOf(WeatherFailure.class)
        .hasMessageStartingWith("the answer");
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.api.Assertions.within(1e-9);
  }

  private static Buffer fixture(String name) {
    return Buffer.buffer(FakeOwm.fixture(name));
  }
}
