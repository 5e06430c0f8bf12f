package rain;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kit.Database;
import kit.Form;
import kit.Texts;
import kit.mail.Letter;
import kit.mail.Outbox;
import kit.weather.City;
import site.app.Counters;

/** Writes to somebody on the first rain of a day at some places, once a day for each. */
final class Alerts {
  private static final double LEAST_MM = 0.1;

  private final Database database;
  private final RainStore store;
  private final Results results;
  private final Outbox outbox;
  private final Texts texts;
  private final Wanted wanted;
  private final Clock clock;
  private final Counters counters;

  /**
   * What was asked for.
   *
   * @param to an address; empty for nobody
   * @param places those to watch
   * @param url where this app is, for a link in the letter; without a slash at its end
   */
  record Wanted(String to, List<City> places, String url) {}

  Alerts(
      Database database,
      RainStore store,
      Results results,
      Outbox outbox,
      Texts texts,
      Wanted wanted,
      Clock clock,
      Counters counters) {
    this.database = database;
    this.store = store;
    this.results = results;
    this.outbox = outbox;
    this.texts = texts;
    this.wanted = wanted;
    this.clock = clock;
    this.counters = counters;
  }

  Future<Void> check() {
    Future<Void> done = Future.succeededFuture();
    if (wanted.to().isEmpty()) {
      return done;
    }
    for (City city : wanted.places()) {
      done = done.compose(v -> check(city));
    }
    return done;
  }

  private Future<Void> check(City city) {
    Instant now = clock.instant();
    LocalDate today = LocalDate.ofInstant(now, city.zone());
    long midnight = today.atStartOfDay(city.zone()).toEpochSecond();
    return store
        .between(city.id(), midnight, now.getEpochSecond())
        .map(hours -> hours.stream().filter(hour -> hour.fall().total() >= LEAST_MM).toList())
        .compose(wet -> wet.isEmpty() ? Future.succeededFuture() : tell(city, today, wet.get(0)));
  }

  private Future<Void> tell(City city, LocalDate today, Measured first) {
    return results
        .of(city, Form.empty())
        .compose(
            result ->
                database.transaction(
                    sql ->
                        sql.run(
                                "INSERT IGNORE INTO rain_alert"
                                    + " (place_id, local_date, first_hour, mm, mailed_at)"
                                    + " VALUES (?, ?, ?, ?, ?)",
                                city.id(),
                                today,
                                first.hour(),
                                first.fall().total(),
                                clock.instant().getEpochSecond())
                            .compose(
                                rows ->
                                    rows.rowCount() == 0
                                        ? Future.succeededFuture(false)
                                        : outbox.put(sql, letter(result, today, first)))))
        .onSuccess(isNew -> counters.count("alerts", isNew ? 1 : 0))
        .mapEmpty();
  }

  private Letter letter(Result result, LocalDate today, Measured first) {
    City city = result.city();
    String hour =
        DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
            .format(Instant.ofEpochSecond(first.hour()).atZone(city.zone()));
    String link = wanted.url() + "/" + city.slug();
    String text =
        String.join(
            "\n",
            say("alert.last", mm(result.last(24)), mm(result.last(72))),
            say("alert.ground", say(result.ground().key())),
            link);
    return new Letter(
        "rain|" + city.slug() + "|" + today,
        false,
        wanted.to(),
        say("alert.subject", city.name(), hour),
        text,
        "<p>" + Exports.escaped(text).replace("\n", "<br>") + "</p>",
        List.of(),
        Map.of(),
        today.plusDays(1).atStartOfDay(city.zone()).toInstant());
  }

  private static String mm(double mm) {
    return Unit.MM.text(mm, Locale.ENGLISH);
  }

  private String say(String key, Object... arguments) {
    return texts.say(Locale.ENGLISH, key, arguments);
  }
}
