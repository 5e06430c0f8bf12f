package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.SimulatedWeather;
import kit.weather.WeatherFailure;
import kit.weather.WeatherFailure.Reason;
import kit.weather.WeatherSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rain.Measured.Source;
import site.app.Counters;

/**
 * Asks for the weather of each place once an hour. One place that fails keeps no other from being
 * asked; what stands in the way of all is told once.
 */
final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final long HOUR = 3600;
  private static final long FRESH_SECONDS = Duration.ofMinutes(50).toSeconds();
  private static final int FIRST_DAYS = Ground.DAYS + 1;

  private final RainStore store;
  private final WeatherSource weather;
  private final Cities places;
  private final int simulatedDays;
  private final Clock clock;
  private final Counters counters;
  private Reason told;

  Collector(
      RainStore store,
      WeatherSource weather,
      Cities places,
      int simulatedDays,
      Clock clock,
      Counters counters) {
    this.store = store;
    this.weather = weather;
    this.places = places;
    this.simulatedDays = simulatedDays;
    this.clock = clock;
    this.counters = counters;
  }

  /** Gives how many places were answered for. */
  Future<Integer> collect() {
    return weather.isSimulated()
        ? invent(FIRST_DAYS).compose(v -> invent(simulatedDays))
        : store.states().compose(this::askDue);
  }

  private Future<Integer> askDue(List<RainStore.State> states) {
    long due = clock.instant().getEpochSecond() - FRESH_SECONDS;
    Future<Integer> done = Future.succeededFuture(0);
    for (RainStore.State state : states) {
      City city = places.byId(state.place()).orElse(null);
      if (city != null && state.active() && state.askedAt() <= due) {
        done = done.compose(count -> ask(city).map(answered -> answered ? count + 1 : count));
      }
    }
    return done;
  }

  private Future<Boolean> ask(City city) {
    return weather
        .current(city.spot())
        .compose(
            now ->
                store
                    .put(city.id(), List.of(Measured.of(now)))
                    .compose(v -> store.answered(city.id(), now.at().getEpochSecond()))
                    .onSuccess(v -> answered())
                    .map(true),
            failure -> missed(city, failure));
  }

  private void answered() {
    told = null;
    counters.count("polls");
  }

  private Future<Boolean> missed(City city, Throwable cause) {
    if (!(cause instanceof WeatherFailure failure)) {
      return Future.failedFuture(cause);
    }
    counters.count("failures");
    if (failure.reason() == Reason.UNKNOWN) {
      return store.missed(city.id()).map(false);
    }
    if (failure.reason() != told) {
      told = failure.reason();
      LOG.error("weather: {} {}", failure.reason(), failure.getMessage());
    }
    return Future.succeededFuture(false);
  }

  /** Fills up what is missing at both ends of so many days. */
  private Future<Integer> invent(int days) {
    long end = Measured.hourOf(clock.instant());
    long begin = end - days * 24L * HOUR;
    Future<Integer> done = Future.succeededFuture(0);
    for (City city : places.all()) {
      done = done.compose(count -> invent(city, begin, end).map(v -> count + 1));
    }
    return done;
  }

  private Future<Void> invent(City city, long begin, long end) {
    return store
        .bounds(city.id())
        .compose(
            known ->
                known.isEmpty()
                    ? put(city, begin, end)
                    : put(city, begin, known.get(0)[0])
                        .compose(v -> put(city, known.get(0)[1] + HOUR, end)))
        .compose(v -> store.answered(city.id(), end));
  }

  private Future<Void> put(City city, long from, long to) {
    return store.put(
        city.id(),
        LongStream.iterate(from, hour -> hour < to, hour -> hour + HOUR)
            .mapToObj(
                hour ->
                    new Measured(
                        hour,
                        SimulatedWeather.fall(city.spot(), java.time.Instant.ofEpochSecond(hour)),
                        Source.SIMULATED))
            .toList());
  }
}
