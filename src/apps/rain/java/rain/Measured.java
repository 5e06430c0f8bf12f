package rain;

import java.time.Instant;
import kit.weather.Conditions;
import kit.weather.Fall;
import kit.weather.PastHour;

/**
 * What fell on a place in an hour.
 *
 * @param hour seconds since 1970, the beginning of an hour of UTC
 */
record Measured(long hour, Fall fall, Source source) {
  private static final long HOUR = 3600;

  /** Who says so; a later one knows better. */
  enum Source {
    SIMULATED,
    CURRENT,
    TIMEMACHINE;

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The value covers the hour that ends when it was observed. */
  static Measured of(Conditions now) {
    long hour = Math.floorDiv(now.at().getEpochSecond() - 1, HOUR) * HOUR;
    return new Measured(hour, now.lastHour(), Source.CURRENT);
  }

  static Measured of(PastHour past) {
    return new Measured(hourOf(past.hour()), past.fall(), Source.TIMEMACHINE);
  }

  static long hourOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), HOUR) * HOUR;
  }
}
