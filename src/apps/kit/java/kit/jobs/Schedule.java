package kit.jobs;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** Divides time into ticks. */
@FunctionalInterface
public interface Schedule {
  /** When the tick began that this moment lies in. */
  Instant tick(Instant now);

  /** From the full hour on: every five minutes is at 0, 5, 10 and so on. */
  static Schedule every(Duration time) {
    return now -> {
      long length = time.toSeconds();
      return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), length) * length);
    };
  }

  /** Once a day at this time of UTC. */
  static Schedule daily(LocalTime time) {
    return now -> {
      Instant today =
          LocalDate.ofInstant(now, ZoneOffset.UTC).atTime(time).toInstant(ZoneOffset.UTC);
      return now.isBefore(today) ? today.minus(Duration.ofDays(1)) : today;
    };
  }
}
