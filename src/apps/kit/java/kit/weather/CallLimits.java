package kit.weather;

import java.time.Duration;

/**
 * How often a service may be asked.
 *
 * @param perMinute below the 60 of the free plan, as other programs may use the same key
 * @param oneCallPerDay of the products that cost money beyond a limit
 * @param longestWait how long a question waits for its turn before it is given up
 */
public record CallLimits(int perMinute, int oneCallPerDay, Duration longestWait) {
  public static final CallLimits USUAL = new CallLimits(50, 90, Duration.ofHours(1));

  Duration pause() {
    return Duration.ofMinutes(1).dividedBy(perMinute);
  }
}
