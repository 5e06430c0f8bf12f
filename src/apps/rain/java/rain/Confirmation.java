package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kit.weather.CallGate;
import kit.weather.City;
import kit.weather.WeatherFailure;
import kit.weather.WeatherFailure.Reason;
import kit.weather.WeatherSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rain.Measured.Source;

/**
 * Asks once more, when an hour is four hours old, what fell at some places: by then the service
 * knows better. Each question is paid for, so each hour of a place is asked about once, and the
 * limit of the day ends it until tomorrow.
 */
final class Confirmation {
  private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);
  private static final long HOUR = 3600;
  private static final int AGE_HOURS = 4;

  private final RainStore store;
  private final WeatherSource weather;
  private final CallGate gate;
  private final List<City> places;
  private final Clock clock;

  /** Places asked about the hour, whatever they were answered. */
  private final Set<Long> asked = new HashSet<>();

  private long hour;
  private Reason told;

  Confirmation(
      RainStore store, WeatherSource weather, CallGate gate, List<City> places, Clock clock) {
    this.store = store;
    this.weather = weather;
    this.gate = gate;
    this.places = places;
    this.clock = clock;
  }

  /** Gives how many hours are confirmed that were not before. */
  Future<Integer> run() {
    if (weather.isSimulated() || places.isEmpty()) {
      return Future.succeededFuture(0);
    }
    long now = Measured.hourOf(clock.instant()) - AGE_HOURS * HOUR;
    if (now != hour) {
      hour = now;
      asked.clear();
    }
    Future<Integer> done = store.oneCallsToday().onSuccess(gate::oneCallsToday).map(calls -> 0);
    for (City city : places) {
      done = done.compose(count -> confirm(city, now).map(more -> count + more));
    }
    return done;
  }

  private Future<Integer> confirm(City city, long wanted) {
    if (!asked.add(city.id())) {
      return Future.succeededFuture(0);
    }
    return store
        .between(city.id(), wanted, wanted + HOUR)
        .compose(
            known ->
                known.stream().anyMatch(value -> value.source() == Source.TIMEMACHINE)
                    ? Future.succeededFuture(0)
                    : ask(city, wanted));
  }

  private Future<Integer> ask(City city, long wanted) {
    return weather
        .hour(city.spot(), Instant.ofEpochSecond(wanted))
        .compose(
            past -> {
              told = null;
              var value = new Measured(wanted, past.fall(), Source.TIMEMACHINE);
              return store.put(city.id(), List.of(value)).map(1);
            },
            this::missed);
  }

  private Future<Integer> missed(Throwable cause) {
    if (!(cause instanceof WeatherFailure failure)) {
      return Future.failedFuture(cause);
    }
    if (failure.reason() != told) {
      told = failure.reason();
      LOG.warn("not confirmed: {} {}", failure.reason(), failure.getMessage());
    }
    return Future.succeededFuture(0);
  }
}
