package kit.weather;

import java.time.Instant;

/**
 * What fell in an hour that is over.
 *
 * @param hour its beginning
 */
public record PastHour(Instant hour, Fall fall) {}
