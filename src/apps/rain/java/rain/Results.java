package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import kit.Form;
import kit.weather.City;

/** Puts together what is known of a place. */
final class Results {
  private final RainStore store;
  private final Clock clock;

  Results(RainStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** For the span the form asks for; what is wrong with it is noted there. */
  Future<Result> of(City city, Form form) {
    Instant now = clock.instant();
    Span span = Span.of(form, city.zone(), now);
    long end = now.getEpochSecond();
    Future<List<Measured>> values = store.between(city.id(), span.from(), span.to());
    Future<List<Measured>> recent = store.between(city.id(), end - Ground.DAYS * 86_400L, end + 1);
    Future<List<Long>> lastWet = store.lastWetHour(city.id());
    Future<List<RainStore.State>> states = store.states();
    return Future.all(values, recent, lastWet, states)
        .map(
            all ->
                new Result(
                    city,
                    Series.of(span, city.zone(), values.result()),
                    values.result(),
                    recent.result(),
                    lastWet.result().stream().findFirst().orElse(-1L),
                    observedAt(states.result(), city),
                    now));
  }

  private static long observedAt(List<RainStore.State> states, City city) {
    return states.stream()
        .filter(state -> state.place() == city.id())
        .mapToLong(RainStore.State::observedAt)
        .findFirst()
        .orElse(0);
  }
}
