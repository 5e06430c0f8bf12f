package site.log;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a file is put aside for a new one.
 *
 * @param size bytes it may reach; the line that reaches them is its last
 * @param age how long a file is written to, in periods counted from a midnight
 * @param keep files put aside that are kept
 */
public record Rotation(OptionalLong size, Optional<Duration> age, int keep) {
  /** A file is written to for ever. */
  public static final Rotation NEVER = new Rotation(OptionalLong.empty(), Optional.empty(), 0);

  /**
   * Whether the file's time is over.
   *
   * @param written bytes in it
   * @param last when it was begun or last written to
   */
  boolean isDue(long written, Instant last, Instant now, ZoneId zone) {
    if (written == 0) {
      return false;
    }
    return written >= size.orElse(Long.MAX_VALUE)
        || age.filter(period -> period(last, zone, period) != period(now, zone, period))
            .isPresent();
  }

  private static long period(Instant time, ZoneId zone, Duration period) {
    long local = time.getEpochSecond() + zone.getRules().getOffset(time).getTotalSeconds();
    return Math.floorDiv(local, period.toSeconds());
  }

  /** How many bytes more there is room for. */
  long room(long written) {
    return size.isPresent() ? Math.max(1, size.getAsLong() - written) : Long.MAX_VALUE;
  }
}
