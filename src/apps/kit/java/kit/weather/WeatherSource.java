package kit.weather;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Who knows the weather. A future that fails does so with a {@link WeatherFailure}. */
public interface WeatherSource {
  Future<Conditions> current(Spot spot);

  Future<Forecast> forecast(Spot spot);

  /** What fell in the hour that begins then. */
  Future<PastHour> hour(Spot spot, Instant hour);

  /**
   * What fell on a day.
   *
   * @param offset the place's distance from UTC on that day, which says when it began
   */
  Future<DayTotal> day(Spot spot, LocalDate date, ZoneOffset offset);

  /** The places of a name, the best first; none is an empty list. */
  Future<List<FoundPlace>> find(String name, int limit);

  /** Whether all of it is invented, which a page must then say. */
  boolean isSimulated();
}
