package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import kit.weather.CallGate;
import kit.weather.City;
import kit.weather.WeatherFailure;
import kit.weather.WeatherFailure.Reason;
import kit.weather.WeatherSource;
import rain.Measured.Source;

/**
 * Fetches the rain of hours or days that are over and that nobody measured. What was fetched is
 * kept at once, so that the same order goes on where it ended.
 */
final class Backfill {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int LEFT = 3;

  private static final String GO_ON = "The same command goes on from there.";

  private final RainStore store;
  private final WeatherSource weather;
  private final CallGate gate;
  private final Clock clock;
  private final Source source;

  Backfill(RainStore store, WeatherSource weather, CallGate gate, Clock clock) {
    this.store = store;
    this.weather = weather;
    this.gate = gate;
    this.clock = clock;
    this.source = weather.isSimulated() ? Source.SIMULATED : Source.TIMEMACHINE;
  }

  /**
   * Does it.
   *
   * @param say is told how it goes
   * @param isOver whether nobody wants it any more
   * @return {@link #DONE}, {@link #LEFT} when some of it has to wait, {@link #FAILED}
   */
  Future<Integer> run(Order order, Consumer<String> say, BooleanSupplier isOver) {
    return store
        .oneCallsToday()
        .onSuccess(gate::oneCallsToday)
        .compose(made -> missing(order))
        .compose(
            calls -> {
              int now = Math.min(calls.size(), order.mostCalls());
              say.accept(
                  "%s, %s to %s: %d calls needed, %d allowed"
                      .formatted(
                          order.place().label(),
                          order.from(),
                          order.to(),
                          calls.size(),
                          order.mostCalls()));
              return order.isDry()
                  ? Future.succeededFuture(DONE)
                  : new Calls(calls, now, say, isOver).from(0);
            });
  }

  private Future<List<Supplier<Future<Void>>>> missing(Order order) {
    return order.isDaily() ? missingDays(order) : missingHours(order);
  }

  private Future<List<Supplier<Future<Void>>>> missingHours(Order order) {
    City city = order.place();
    Span span = order.span(clock.instant());
    return measured(city, span)
        .map(
            known ->
                LongStream.iterate(span.from(), hour -> hour < span.to(), hour -> hour + 3600)
                    .filter(hour -> !known.contains(hour))
                    .<Supplier<Future<Void>>>mapToObj(hour -> () -> fetchHour(city, hour))
                    .toList());
  }

  private Future<Void> fetchHour(City city, long hour) {
    return weather
        .hour(city.spot(), Instant.ofEpochSecond(hour))
        .compose(past -> store.put(city.id(), List.of(new Measured(hour, past.fall(), source))));
  }

  /** Those that are over, not all of whose hours were measured, and that have no total. */
  private Future<List<Supplier<Future<Void>>>> missingDays(Order order) {
    City city = order.place();
    Span span = order.span(clock.instant());
    LocalDate today = LocalDate.ofInstant(clock.instant(), city.zone());
    return Future.all(measured(city, span), store.days(city.id(), order.from(), order.to()))
        .map(
            all -> {
              Set<Long> hours = all.resultAt(0);
              List<RainStore.Day> days = all.resultAt(1);
              Set<LocalDate> known = new HashSet<>(days.stream().map(RainStore.Day::date).toList());
              List<Supplier<Future<Void>>> calls = new ArrayList<>();
              for (LocalDate day = order.from();
                  !day.isAfter(order.to()) && day.isBefore(today);
                  day = day.plusDays(1)) {
                if (!known.contains(day) && !isWhole(Span.of(day, day, city.zone()), hours)) {
                  LocalDate date = day;
                  calls.add(() -> fetchDay(city, date));
                }
              }
              return calls;
            });
  }

  private static boolean isWhole(Span day, Set<Long> hours) {
    return LongStream.iterate(day.from(), hour -> hour < day.to(), hour -> hour + 3600)
        .allMatch(hours::contains);
  }

  private Future<Void> fetchDay(City city, LocalDate date) {
    return weather
        .day(city.spot(), date, date.atStartOfDay(city.zone()).getOffset())
        .compose(total -> store.putDay(city.id(), date, total.precipitation()));
  }

  /** What was invented before there was a key is not measured. */
  private Future<Set<Long>> measured(City city, Span span) {
    return store
        .between(city.id(), span.from(), span.to())
        .map(
            values ->
                new HashSet<>(
                    values.stream()
                        .filter(v -> weather.isSimulated() || v.source() != Source.SIMULATED)
                        .map(Measured::hour)
                        .toList()));
  }

  /** Calls that are made one after the other, as the account may make one at a time. */
  private record Calls(
      List<Supplier<Future<Void>>> all, int most, Consumer<String> say, BooleanSupplier isOver) {

    Future<Integer> from(int made) {
      if (made == most || isOver.getAsBoolean()) {
        return Future.succeededFuture(ended(made));
      }
      return all.get(made)
          .get()
          .compose(v -> from(made + 1), failure -> Future.succeededFuture(failed(made, failure)));
    }

    private int ended(int made) {
      int left = all.size() - made;
      say.accept(
          left == 0
              ? made + " calls made, nothing is missing."
              : made + " calls made, " + left + " are left. " + GO_ON);
      return left == 0 ? DONE : LEFT;
    }

    private int failed(int made, Throwable failure) {
      say.accept("Ended after %d calls: %s. %s".formatted(made, failure.getMessage(), GO_ON));
      return failure instanceof WeatherFailure known && known.reason() == Reason.USED_UP
          ? LEFT
          : FAILED;
    }
  }
}
