package weathermail;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a letter is due: at an hour of the city's clock. An hour that the clocks skip comes with the
 * one after it; of an hour that comes twice the first counts.
 */
final class Hours {
  /** Later than that nobody needs the weather of the morning. */
  static final Duration WINDOW = Duration.ofHours(3);

  /** Counted from the hour: what has not left by then stays here. */
  static final Duration USELESS = Duration.ofHours(6);

  private Hours() {}

  static Instant due(LocalDate date, int hour, ZoneId zone) {
    return date.atTime(hour, 0).atZone(zone).toInstant();
  }

  /** The city's last day whose hour has come. */
  static LocalDate latest(Instant now, int hour, ZoneId zone) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    return due(today, hour, zone).isAfter(now) ? today.minusDays(1) : today;
  }

  /** The city's day a letter may be written for now. */
  static Optional<LocalDate> writable(Instant now, int hour, ZoneId zone) {
    LocalDate date = latest(now, hour, zone);
    boolean isOpen = now.isBefore(due(date, hour, zone).plus(WINDOW));
    return isOpen ? Optional.of(date) : Optional.empty();
  }

  /** The city's last day for which it is too late. */
  static LocalDate latestClosed(Instant now, int hour, ZoneId zone) {
    return latest(now.minus(WINDOW), hour, zone);
  }
}
