package site.apps.kit.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import kit.weather.Fall;
import kit.weather.SimulatedWeather;
import kit.weather.Spot;
import org.junit.jupiter.api.Test;
import site.SettableClock;

class SimulatedWeatherTest {
  private static final Spot OSLO = new Spot(130, 59.914, 10.752);
  private static final Spot BERGEN = new Spot(131, 60.393, 5.324);

  private final SettableClock clock = new SettableClock("2027-01-10T06:30:00Z");
  private final SimulatedWeather weather = new SimulatedWeather(clock);

  @Test
  void theSamePlaceAndHourHaveTheSameWeatherInAnyProcess() {
    assertThat(hours(OSLO)).isEqualTo(hours(OSLO)).isNotEqualTo(hours(BERGEN));
    assertThat(new SimulatedWeather(clock).current(OSLO).result())
        .isEqualTo(weather.current(OSLO).result());
  }

  @Test
  void itRainsNowAndThenAndSnowsInTheNorthInWinter() {
    long wet = hours(OSLO).stream().filter(fall -> fall.total() > 0).count();

    assertThat(wet).isBetween(24L, 240L);
    assertThat(hours(OSLO)).anyMatch(fall -> fall.snow() > 0);
    assertThat(hours(new Spot(5, -17.5, -149.6))).noneMatch(fall -> fall.snow() > 0);
  }

  @Test
  void theForecastBeginsWithTheNextThreeHoursAndHasFiveDays() {
    var slots = weather.forecast(OSLO).result().slots();

    assertThat(slots).hasSize(40);
    assertThat(slots.get(0).at()).isEqualTo("2027-01-10T09:00:00Z");
    assertThat(slots.get(39).at()).isEqualTo("2027-01-15T06:00:00Z");
    assertThat(slots).allMatch(slot -> slot.min() <= slot.max());
  }

  @Test
  void itIsWarmerAtTheEquator() {
    assertThat(weather.current(new Spot(3, 1.98, -157)).result().temperature())
        .isGreaterThan(weather.current(OSLO).result().temperature() + 10);
  }

  /** Thirty days. */
  private static List<Fall> hours(Spot spot) {
    Instant first = Instant.parse("2027-01-01T00:00:00Z");
    return LongStream.range(0, 720)
        .mapToObj(hour -> SimulatedWeather.fall(spot, first.plus(Duration.ofHours(hour))))
        .toList();
  }
}
