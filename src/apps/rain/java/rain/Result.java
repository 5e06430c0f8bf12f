package rain;

import java.time.Instant;
import java.util.List;
import kit.weather.City;

/**
 * Everything the page of one place shows.
 *
 * @param thresholds of the place's ground
 * @param values of the span, the oldest first
 * @param days totals of days, the oldest first
 * @param recent of the last ten days
 * @param lastWet when it last rained, seconds since 1970; -1 for never
 * @param observedAt when the place was last heard of, seconds since 1970; 0 for never
 * @param now the moment of the request
 */
record Result(
    City city,
    Thresholds thresholds,
    Series series,
    List<Measured> values,
    List<RainStore.Day> days,
    List<Measured> recent,
    long lastWet,
    long observedAt,
    Instant now) {

  double last(int hours) {
    long since = now.getEpochSecond() - hours * 3600L;
    return recent.stream()
        .filter(value -> value.hour() + 3600 > since)
        .mapToDouble(value -> value.fall().total())
        .sum();
  }

  /** Full hours without rain; -1 where it never rained. */
  long hoursSinceRain() {
    return lastWet < 0 ? -1 : Math.max(0, (now.getEpochSecond() - lastWet - 3600) / 3600);
  }

  long minutesSinceHeard() {
    return Math.max(0, (now.getEpochSecond() - observedAt) / 60);
  }

  Ground ground() {
    return Ground.of(wetness(), thresholds);
  }

  double wetness() {
    return Ground.wetness(recent, now.getEpochSecond());
  }
}
