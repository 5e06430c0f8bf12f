package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import kit.Form;
import kit.weather.City;

/** Puts together what is known of a place. */
final class Results {
  private final RainStore store;
  private final Map<Long, Thresholds> thresholds;
  private final Clock clock;

  /** The thresholds are those of places that have their own. */
  Results(RainStore store, Map<Long, Thresholds> thresholds, Clock clock) {
    this.store = store;
    this.thresholds = thresholds;
    this.clock = clock;
  }

  /** For the span the form asks for; what is wrong with it is noted there. */
  Future<Result> of(City city, Form form) {
    Instant now = clock.instant();
    return first(city, form)
        .map(first -> Span.of(form, city.zone(), now, first))
        .compose(span -> of(city, span, now));
  }

  private Future<Long> first(City city, Form form) {
    return form.text("range").equals(Span.ALL)
        ? store.bounds(city.id()).map(known -> known.isEmpty() ? Long.MAX_VALUE : known.get(0)[0])
        : Future.succeededFuture(0L);
  }

  private Future<Result> of(City city, Span span, Instant now) {
    long end = now.getEpochSecond();
    Future<List<Measured>> values = store.between(city.id(), span.from(), span.to());
    Future<List<Measured>> recent = store.between(city.id(), end - Ground.DAYS * 86_400L, end + 1);
    Future<List<Long>> lastWet = store.lastWetHour(city.id());
    Future<List<RainStore.State>> states = store.states();
    Future<List<RainStore.Day>> days =
        store.days(city.id(), date(span.from(), city), date(span.to(), city));
    return Future.all(values, recent, lastWet, states, days)
        .map(
            all ->
                new Result(
                    city,
                    thresholds.getOrDefault(city.id(), Thresholds.USUAL),
                    Series.of(span, city.zone(), values.result(), byDate(days.result())),
                    values.result(),
                    days.result(),
                    recent.result(),
                    lastWet.result().stream().findFirst().orElse(-1L),
                    observedAt(states.result(), city),
                    now));
  }

  private static LocalDate date(long second, City city) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(second), city.zone());
  }

  private static Map<LocalDate, Double> byDate(List<RainStore.Day> days) {
    return days.stream().collect(Collectors.toMap(RainStore.Day::date, RainStore.Day::mm));
  }

  private static long observedAt(List<RainStore.State> states, City city) {
    return states.stream()
        .filter(state -> state.place() == city.id())
        .mapToLong(RainStore.State::observedAt)
        .findFirst()
        .orElse(0);
  }
}
