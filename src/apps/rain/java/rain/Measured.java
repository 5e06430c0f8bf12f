package rain;

import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
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

  /** Who says so; one with a higher number knows better. */
  enum Source {
    SIMULATED(0),
    CURRENT(1),
    TIMEMACHINE(2);

    private final int number;

    Source(int number) {
      this.number = number;
    }

    /** As it is stored. */
    int number() {
      return number;
    }

    static Source of(int number) {
      return Stream.of(values())
          .filter(source -> source.number == number)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("no source " + number));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
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
