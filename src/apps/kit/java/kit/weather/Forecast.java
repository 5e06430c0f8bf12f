package kit.weather;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The weather of the next five days, in slots of three hours.
 *
 * @param offset what the source takes for the place's distance from UTC
 */
public record Forecast(ZoneOffset offset, List<Slot> slots) {

  /**
   * Three hours.
   *
   * @param at their beginning
   * @param min the lowest temperature, in degrees Celsius
   * @param max the highest temperature, in degrees Celsius
   * @param chance of rain or snow, 0 to 1
   * @param fall what falls in these hours
   * @param gust the strongest wind, in metres per second
   * @param daylight whether the sun is up
   */
  public record Slot(
      Instant at,
      Sky sky,
      double min,
      double max,
      double chance,
      Fall fall,
      double gust,
      boolean daylight) {}
}
