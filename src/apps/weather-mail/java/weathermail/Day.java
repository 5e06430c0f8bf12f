package weathermail;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kit.weather.Conditions;
import kit.weather.Forecast;
import kit.weather.Forecast.Slot;
import kit.weather.Sky;

/**
 * A city's day from now on, in the city's own calendar: what is now and what is forecast, put
 * together to the numbers that letters tell and moods are decided by.
 *
 * @param rest what of today is forecast; empty late in the evening
 * @param tomorrow empty when the forecast does not reach it
 * @param next the slots after now, of whatever day
 */
record Day(Conditions now, List<Slot> rest, List<Slot> tomorrow, List<Slot> next) {
  private static final int NEXT = 5;

  static Day of(Conditions now, Forecast forecast, ZoneId zone, Instant at) {
    LocalDate today = LocalDate.ofInstant(at, zone);
    return new Day(
        now,
        on(today, forecast, zone),
        on(today.plusDays(1), forecast, zone),
        forecast.slots().stream().filter(slot -> slot.at().isAfter(at)).limit(NEXT).toList());
  }

  /** Forecasts count in UTC; which day an hour belongs to is the city's business. */
  private static List<Slot> on(LocalDate date, Forecast forecast, ZoneId zone) {
    return forecast.slots().stream()
        .filter(slot -> LocalDate.ofInstant(slot.at(), zone).equals(date))
        .toList();
  }

  double max() {
    return temperatures(rest.stream().mapToDouble(Slot::max)).max().orElseThrow();
  }

  double min() {
    return temperatures(rest.stream().mapToDouble(Slot::min)).min().orElseThrow();
  }

  private DoubleStream temperatures(DoubleStream forecast) {
    return DoubleStream.concat(DoubleStream.of(now.temperature()), forecast);
  }

  OptionalDouble tomorrowMax() {
    return tomorrow.stream().mapToDouble(Slot::max).max();
  }

  OptionalDouble tomorrowMin() {
    return tomorrow.stream().mapToDouble(Slot::min).min();
  }

  /** By how many degrees today is warmer than tomorrow; zero when nobody knows. */
  double warmerBy() {
    double difference = tomorrowMax().isPresent() ? max() - tomorrowMax().getAsDouble() : 0;
    return Math.round(difference * 100) / 100.0;
  }

  /** The largest chance of rain or snow today, 0 to 1. */
  double chance() {
    return rest.stream().mapToDouble(Slot::chance).max().orElse(0);
  }

  /** In millimetres, over the rest of today. */
  double rain() {
    return rest.stream().mapToDouble(slot -> slot.fall().rain()).sum();
  }

  /** In millimetres of water, over the rest of today. */
  double snow() {
    return rest.stream().mapToDouble(slot -> slot.fall().snow()).sum();
  }

  /** The strongest wind today, in metres per second. */
  double gust() {
    return Math.max(now.gust(), rest.stream().mapToDouble(Slot::gust).max().orElse(0));
  }

  /** The numbers of the sky, of now and of what is forecast for today. */
  IntStream skies() {
    return Stream.concat(Stream.of(now.sky()), rest.stream().map(Slot::sky)).mapToInt(Sky::id);
  }

  boolean isMostlyClear() {
    List<Slot> light = rest.stream().filter(Slot::daylight).toList();
    return light.stream().filter(slot -> slot.sky().isClear()).count() * 2 > light.size();
  }
}
