package weathermail;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import kit.Database;
import kit.Sql;
import kit.mail.Outbox;
import kit.weather.Cities;
import kit.weather.City;
import kit.weather.Conditions;
import kit.weather.Forecast;
import kit.weather.WeatherSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.Counters;
import weathermail.Rounds.Round;

/**
 * Writes the letters that are due. The weather of a city is asked for once, however many want to
 * know it; a city without an answer waits for the next tick and keeps no other waiting. A letter
 * and the note that it was written are one transaction, so it is written once, whatever happens.
 */
final class Sending {
  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
  private static final int LANES = 4;

  private final Database database;
  private final Rounds rounds;
  private final WeatherSource weather;
  private final Cities cities;
  private final Outbox outbox;
  private final MorningLetters letters;
  private final Function<Day, Mood> rules;
  private final Clock clock;
  private final Counters counters;

  Sending(
      Database database,
      WeatherSource weather,
      Cities cities,
      Outbox outbox,
      MorningLetters letters,
      Function<Day, Mood> rules,
      Clock clock,
      Counters counters) {
    this.database = database;
    this.rounds = new Rounds(database);
    this.weather = weather;
    this.cities = cities;
    this.outbox = outbox;
    this.letters = letters;
    this.rules = rules;
    this.clock = clock;
    this.counters = counters;
  }

  /** A round whose hour has come. */
  private record Due(Round round, City city, LocalDate date) {
    Instant at() {
      return Hours.due(date, round.hour(), city.zone());
    }
  }

  /** Gives how many letters were written. */
  Future<Integer> run() {
    Instant now = clock.instant();
    return rounds
        .all()
        .compose(all -> giveUp(all, now).map(all))
        .compose(all -> inLanes(new ArrayDeque<>(due(all, now))));
  }

  private Future<Void> giveUp(List<Round> all, Instant now) {
    Future<Void> done = Future.succeededFuture();
    for (Round round : all) {
      City city = cities.byId(round.cityId()).orElse(null);
      if (city != null) {
        done = done.compose(v -> giveUp(round, city, now));
      }
    }
    return done;
  }

  private Future<Void> giveUp(Round round, City city, Instant now) {
    LocalDate closed = Hours.latestClosed(now, round.hour(), city.zone());
    if (!round.settled().isBefore(closed)) {
      return Future.succeededFuture();
    }
    return rounds
        .miss(round, closed)
        .onSuccess(
            letters -> {
              counters.count("missed", letters);
              if (letters > 0) {
                LOG.warn("too late for {} letters city={} day={}", letters, city.slug(), closed);
              }
            })
        .mapEmpty();
  }

  /** Who waits longest comes first. */
  private List<Due> due(List<Round> all, Instant now) {
    return all.stream()
        .flatMap(round -> due(round, now).stream())
        .sorted(Comparator.comparing(Due::at))
        .toList();
  }

  private Optional<Due> due(Round round, Instant now) {
    return cities
        .byId(round.cityId())
        .flatMap(
            city ->
                Hours.writable(now, round.hour(), city.zone())
                    .filter(round.settled()::isBefore)
                    .map(date -> new Due(round, city, date)));
  }

  private Future<Integer> inLanes(Queue<Due> waiting) {
    List<Future<Integer>> lanes = new ArrayList<>();
    for (int i = 0; i < LANES; i++) {
      lanes.add(lane(waiting, 0));
    }
    return Future.join(lanes).map(v -> lanes.stream().mapToInt(Future::result).sum());
  }

  private Future<Integer> lane(Queue<Due> waiting, int written) {
    Due next = waiting.poll();
    return next == null
        ? Future.succeededFuture(written)
        : write(next).compose(more -> lane(waiting, written + more));
  }

  private Future<Integer> write(Due due) {
    return rounds
        .isAwaited(due.round(), due.date())
        .compose(awaited -> awaited ? ask(due) : Future.succeededFuture(0))
        .recover(
            failure -> {
              LOG.warn("letters wait city={} {}", due.city().slug(), failure.getMessage());
              return Future.succeededFuture(0);
            });
  }

  private Future<Integer> ask(Due due) {
    return day(due.city()).compose(day -> write(due, day, 0));
  }

  /** Over when both questions are: one that goes on would be shared by who asks next. */
  private Future<Day> day(City city) {
    Future<Conditions> now = weather.current(city.spot());
    Future<Forecast> forecast = weather.forecast(city.spot());
    return Future.join(now, forecast)
        .map(v -> Day.of(now.result(), forecast.result(), city.zone(), clock.instant()));
  }

  private Future<Integer> write(Due due, Day day, int written) {
    return database
        .transaction(sql -> batch(sql, due, day))
        .onSuccess(count -> counters.count("letters", count))
        .compose(
            count ->
                count < Rounds.BATCH
                    ? Future.succeededFuture(written + count)
                    : write(due, day, written + count));
  }

  private Future<Integer> batch(Sql sql, Due due, Day day) {
    return rounds
        .due(sql, due.round(), due.date())
        .compose(
            readers ->
                readers.isEmpty()
                    ? Future.succeededFuture(0)
                    : write(sql, due, day, readers).map(readers.size()));
  }

  private Future<Void> write(Sql sql, Due due, Day day, List<Subscription> readers) {
    Mood mood = rules.apply(day);
    Instant useless = due.at().plus(Hours.USELESS);
    Future<?> done = Future.succeededFuture();
    for (Subscription reader : readers) {
      done =
          done.compose(
              v ->
                  outbox.put(
                      sql, letters.write(reader, due.city(), due.date(), day, mood, useless)));
    }
    Subscription last = readers.get(readers.size() - 1);
    return done.compose(v -> rounds.settle(sql, due.round(), due.date(), last));
  }
}
