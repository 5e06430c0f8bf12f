package rain;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Migrations;
import kit.weather.CallLog.Outcome;
import kit.weather.City;
import kit.weather.Fall;
import kit.weather.Product;
import rain.Measured.Source;

/** What was measured, in the database. */
final class RainStore {
  static final Migrations TABLES =
      Migrations.of(RainStore.class, List.of("V001__rain", "V002__backfill"));

  /** In one statement. */
  static final int MOST_ROWS = 1000;

  private static final int ENOUGH_MISSES = 3;

  /** What is known of a place besides rain. */
  record State(long place, boolean active, long askedAt, long observedAt) {}

  /** What fell on a place. */
  record Total(long place, double mm) {}

  /** Calls of one day. */
  record Calls(String product, int ok, int failed, int throttled) {}

  /** What fell on a day of the place, rain and snow together. */
  record Day(LocalDate date, double mm) {}

  private final Database database;
  private final Clock clock;

  RainStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Future<Void> know(List<City> places) {
    String rows = String.join(", ", Collections.nCopies(places.size(), "(?)"));
    return run(
            "INSERT IGNORE INTO place (id) VALUES " + rows, places.stream().map(City::id).toArray())
        .mapEmpty();
  }

  /** Of several values for an hour the best source's counts, and of one source the largest. */
  Future<Void> put(long place, List<Measured> values) {
    if (values.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Measured> now = values.subList(0, Math.min(values.size(), MOST_ROWS));
    List<Object> bound = new ArrayList<>();
    for (Measured value : now) {
      Fall fall = value.fall();
      Collections.addAll(
          bound, place, value.hour(), fall.rain(), fall.snow(), value.source().number());
    }
    return run(
            "INSERT INTO rain_hour (place_id, hour_utc, rain_mm, snow_mm, source) VALUES "
                + String.join(", ", Collections.nCopies(now.size(), "(?, ?, ?, ?, ?)"))
                + " ON DUPLICATE KEY UPDATE "
                + better("rain_mm")
                + ", "
                + better("snow_mm")
                + ", source = GREATEST(source, VALUES(source))",
            bound.toArray())
        .compose(v -> put(place, values.subList(now.size(), values.size())));
  }

  private static String better(String column) {
    return String.format(
        Locale.ROOT,
        "%1$s = CASE WHEN VALUES(source) > source THEN VALUES(%1$s)"
            + " WHEN VALUES(source) < source THEN %1$s ELSE GREATEST(%1$s, VALUES(%1$s)) END",
        column);
  }

  Future<List<Measured>> between(long place, long from, long to) {
    return run(
            "SELECT hour_utc, rain_mm, snow_mm, source FROM rain_hour"
                + " WHERE place_id = ? AND hour_utc >= ? AND hour_utc < ? ORDER BY hour_utc",
            place,
            from,
            to)
        .map(rows -> list(rows, RainStore::measured));
  }

  private static Measured measured(Row row) {
    return new Measured(
        row.getLong(0),
        new Fall(row.getNumeric(1).doubleValue(), row.getNumeric(2).doubleValue()),
        Source.of(row.getInteger(3)));
  }

  Future<Void> putDay(long place, LocalDate date, double mm) {
    return run(
            "REPLACE INTO rain_day (place_id, local_date, mm, fetched_at) VALUES (?, ?, ?, ?)",
            place,
            date,
            mm,
            clock.instant().getEpochSecond())
        .mapEmpty();
  }

  /** Totals of days, both ends included; of days whose hours were measured there is none. */
  Future<List<Day>> days(long place, LocalDate from, LocalDate to) {
    return run(
            "SELECT local_date, mm FROM rain_day"
                + " WHERE place_id = ? AND local_date BETWEEN ? AND ? ORDER BY local_date",
            place,
            from,
            to)
        .map(
            rows ->
                list(rows, row -> new Day(row.getLocalDate(0), row.getNumeric(1).doubleValue())));
  }

  /** When it last rained there; empty when never. */
  Future<List<Long>> lastWetHour(long place) {
    return run(
            "SELECT hour_utc FROM rain_hour WHERE place_id = ? AND rain_mm + snow_mm > 0"
                + " ORDER BY hour_utc DESC LIMIT 1",
            place)
        .map(rows -> list(rows, row -> row.getLong(0)));
  }

  /** The earliest and the latest hour there is a value for; empty when there is none. */
  Future<List<long[]>> bounds(long place) {
    return run(
            "SELECT MIN(hour_utc), MAX(hour_utc) FROM rain_hour WHERE place_id = ?"
                + " HAVING MIN(hour_utc) IS NOT NULL",
            place)
        .map(rows -> list(rows, row -> new long[] {row.getLong(0), row.getLong(1)}));
  }

  Future<List<Total>> wettest(long since, int most) {
    return run(
            "SELECT place_id, SUM(rain_mm + snow_mm) AS mm FROM rain_hour WHERE hour_utc >= ?"
                + " GROUP BY place_id HAVING mm > 0 ORDER BY mm DESC, place_id LIMIT ?",
            since,
            most)
        .map(rows -> list(rows, row -> new Total(row.getLong(0), row.getNumeric(1).doubleValue())));
  }

  Future<List<State>> states() {
    return run("SELECT id, active, asked_at, observed_at FROM place ORDER BY id")
        .map(
            rows ->
                list(
                    rows,
                    row ->
                        new State(
                            row.getLong(0), row.getBoolean(1), row.getLong(2), row.getLong(3))));
  }

  Future<Void> answered(long place, long observedAt) {
    return run(
            "UPDATE place SET misses = 0, asked_at = ?, observed_at = ? WHERE id = ?",
            clock.instant().getEpochSecond(),
            observedAt,
            place)
        .mapEmpty();
  }

  /** A place the service does not know is not asked for ever. */
  Future<Void> missed(long place) {
    return run(
            "UPDATE place SET misses = misses + 1, active = misses < ? WHERE id = ?",
            ENOUGH_MISSES,
            place)
        .mapEmpty();
  }

  Future<Void> count(Product product, Outcome outcome) {
    String column = outcome.name().toLowerCase(Locale.ROOT);
    return run(
            "INSERT INTO api_call (day, product, "
                + column
                + ") VALUES (?, ?, 1)"
                + " ON DUPLICATE KEY UPDATE "
                + column
                + " = "
                + column
                + " + 1",
            today(),
            product.name())
        .mapEmpty();
  }

  Future<List<Calls>> callsToday() {
    return run(
            "SELECT product, ok, failed, throttled FROM api_call WHERE day = ? ORDER BY product",
            today())
        .map(
            rows ->
                list(
                    rows,
                    row ->
                        new Calls(
                            row.getString(0),
                            row.getInteger(1),
                            row.getInteger(2),
                            row.getInteger(3))));
  }

  /** Calls of what is paid for, of today, by whichever revision of the app. */
  Future<Integer> oneCallsToday() {
    return callsToday()
        .map(
            all ->
                all.stream()
                    .filter(calls -> Product.valueOf(calls.product()).isOneCall())
                    .mapToInt(calls -> calls.ok() + calls.failed() + calls.throttled())
                    .sum());
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  private Future<RowSet<Row>> run(String sql, Object... values) {
    return database.sql().compose(client -> client.run(sql, values));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
    return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
  }
}
