package kit.weather;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Asks another source for the weather of a place once in ten minutes, however many want to know:
 * the service has nothing newer before. A failure is kept for nobody.
 */
public final class SharedWeather implements WeatherSource {
  static final Duration FRESH = Duration.ofMinutes(10);
  private static final int MOST_ANSWERS = 10_000;

  private final WeatherSource source;
  private final Clock clock;
  private final Answers<Conditions> current = new Answers<>();
  private final Answers<Forecast> forecasts = new Answers<>();

  public SharedWeather(WeatherSource source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public Future<Conditions> current(Spot spot) {
    return current.at(spot, () -> source.current(spot));
  }

  @Override
  public Future<Forecast> forecast(Spot spot) {
    return forecasts.at(spot, () -> source.forecast(spot));
  }

  @Override
  public Future<PastHour> hour(Spot spot, Instant hour) {
    return source.hour(spot, hour);
  }

  @Override
  public Future<DayTotal> day(Spot spot, LocalDate date, ZoneOffset offset) {
    return source.day(spot, date, offset);
  }

  @Override
  public Future<List<FoundPlace>> find(String name, int limit) {
    return source.find(name, limit);
  }

  @Override
  public boolean isSimulated() {
    return source.isSimulated();
  }

  private record Answer<T>(Instant asked, Future<T> future) {}

  /** The answers of one product; of too many, those that were given first go. */
  private final class Answers<T> {
    private final Map<Spot, Answer<T>> kept =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Spot, Answer<T>> eldest) {
            return size() > MOST_ANSWERS;
          }
        };

    synchronized Future<T> at(Spot spot, Supplier<Future<T>> question) {
      Answer<T> known = kept.get(spot);
      if (known != null && isFresh(known)) {
        return known.future();
      }
      var answer = new Answer<>(clock.instant(), question.get());
      kept.remove(spot);
      kept.put(spot, answer);
      return answer.future();
    }

    private boolean isFresh(Answer<T> answer) {
      return !answer.future().failed() && clock.instant().isBefore(answer.asked().plus(FRESH));
    }
  }
}
