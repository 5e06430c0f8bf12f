package weathermail;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import kit.weather.Conditions;
import kit.weather.Fall;
import kit.weather.Forecast.Slot;
import kit.weather.Sky;

/** An invented day for each mood, such that the mood is what comes of it. */
final class Examples {
  private static final Duration SLOT = Duration.ofHours(3);
  private static final int REST = 4;
  private static final int SHOWN = 5;

  private Examples() {}

  /** Begins now. */
  static Day of(Mood mood, Instant now) {
    return switch (mood) {
      case ROUGH -> day(now, 211, 24, 20, 0.9, new Fall(4, 0), 18);
      case SNOW -> day(now, 601, -1, 0, 0.8, new Fall(0, 2), 6);
      case WET -> day(now, 500, 13, 14, 0.9, new Fall(1.5, 0), 8);
      case GREY -> day(now, 741, 9, 10, 0, Fall.NONE, 2);
      case BRIGHT -> day(now, 800, 22, 21, 0, Fall.NONE, 4);
      case CRISP -> day(now, 800, -2, -1, 0, Fall.NONE, 3);
      case WARMER -> day(now, 804, 20, 15, 0.1, Fall.NONE, 5);
      case COOLER -> day(now, 804, 10, 15, 0.1, Fall.NONE, 5);
      case PLAIN -> day(now, 803, 16, 15, 0.2, Fall.NONE, 5);
    };
  }

  private static Day day(
      Instant now, int id, double max, double tomorrow, double chance, Fall fall, double gust) {
    Sky sky = new Sky(id, "", ""); // its words are for showing only, and letters have their own
    List<Slot> next =
        IntStream.rangeClosed(1, SHOWN)
            .mapToObj(i -> slot(now.plus(SLOT.multipliedBy(i)), sky, max, chance, fall, gust))
            .toList();
    return new Day(
        new Conditions(now, sky, max - 3, gust / 2, gust, Fall.NONE),
        next.subList(0, REST),
        List.of(slot(now.plus(Duration.ofDays(1)), sky, tomorrow, chance, fall, gust)),
        next);
  }

  private static Slot slot(Instant at, Sky sky, double max, double chance, Fall fall, double gust) {
    return new Slot(at, sky, max - 4, max, chance, fall, gust, true);
  }
}
