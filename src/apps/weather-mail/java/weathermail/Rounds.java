package weathermail;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Sql;

/** The subscriptions as the postal round sees them: by city and hour. */
final class Rounds {
  /** As many letters as are written in one transaction. */
  static final int BATCH = 200;

  private static final String UNSETTLED =
      " WHERE state = 'ACTIVE' AND city_id = ? AND hour = ? AND last_local_date < ?"
          + " AND ends_on >= ?";

  private static final String WHO = UNSETTLED + " AND (weekdays & ?) <> 0";

  private final Database database;

  Rounds(Database database) {
    this.database = database;
  }

  /**
   * All who are written to about one city at one hour.
   *
   * @param settled the day up to which all of them are
   */
  record Round(long cityId, int hour, LocalDate settled) {}

  Future<List<Round>> all() {
    return ask(
        "SELECT city_id, hour, MIN(last_local_date) FROM subscription WHERE state = 'ACTIVE'"
            + " GROUP BY city_id, hour",
        row -> new Round(row.getLong(0), row.getInteger(1), row.getLocalDate(2)));
  }

  /** Whether anybody wants a letter on this day and has none yet. */
  Future<Boolean> isAwaited(Round round, LocalDate date) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT 1 FROM subscription" + WHO + " LIMIT 1",
                    round.cityId(),
                    round.hour(),
                    date,
                    date,
                    bit(date)))
        .map(rows -> rows.size() > 0);
  }

  /** The next of those who want a letter on this day and have none yet, locked. */
  Future<List<Subscription>> due(Sql sql, Round round, LocalDate date) {
    return sql.run(
            "SELECT "
                + Subscription.COLUMNS
                + " FROM subscription s"
                + WHO
                + " ORDER BY id LIMIT "
                + BATCH
                + " FOR UPDATE",
            round.cityId(),
            round.hour(),
            date,
            date,
            bit(date))
        .map(rows -> list(rows, Subscription::of));
  }

  /** Of those {@link #due} gave. */
  Future<Void> settle(Sql sql, Round round, LocalDate date, Subscription last) {
    return sql.run(
            "UPDATE subscription SET last_local_date = ?" + WHO + " AND id <= ?",
            date,
            round.cityId(),
            round.hour(),
            date,
            date,
            bit(date),
            last.id())
        .mapEmpty();
  }

  /** Gives up a day, and counts for whom; who wanted no letter on it misses none. */
  Future<Integer> miss(Round round, LocalDate date) {
    return database.transaction(
        sql ->
            sql.run(
                    "UPDATE subscription SET last_local_date = ?" + WHO,
                    date,
                    round.cityId(),
                    round.hour(),
                    date,
                    date,
                    bit(date))
                .compose(rows -> count(sql, round, date, rows.rowCount()))
                .compose(letters -> settleOthers(sql, round, date).map(letters)));
  }

  private static Future<?> settleOthers(Sql sql, Round round, LocalDate date) {
    return sql.run(
        "UPDATE subscription SET last_local_date = ?" + UNSETTLED,
        date,
        round.cityId(),
        round.hour(),
        date,
        date);
  }

  private static int bit(LocalDate date) {
    return Weekdays.bit(date.getDayOfWeek());
  }

  private static Future<Integer> count(Sql sql, Round round, LocalDate date, int letters) {
    if (letters == 0) {
      return Future.succeededFuture(0);
    }
    return sql.run(
            "INSERT INTO missed (local_date, city_id, hour, letters) VALUES (?, ?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE letters = letters + VALUES(letters)",
            date,
            round.cityId(),
            round.hour(),
            letters)
        .map(letters);
  }

  /** Letters that were given up in the last month. */
  Future<Long> missed() {
    return ask("SELECT COALESCE(SUM(letters), 0) FROM missed", row -> row.getLong(0))
        .map(counts -> counts.get(0));
  }

  /** How many subscriptions are in which state. */
  Future<Map<String, Long>> states() {
    return ask(
            "SELECT state, COUNT(*) FROM subscription GROUP BY state ORDER BY state",
            row -> Map.entry(row.getString(0), row.getLong(1)))
        .map(
            counts -> {
              Map<String, Long> states = new LinkedHashMap<>();
              counts.forEach(count -> states.put(count.getKey(), count.getValue()));
              return states;
            });
  }

  private <T> Future<List<T>> ask(String statement, Function<Row, T> reader) {
    return database.sql().compose(sql -> sql.run(statement)).map(rows -> list(rows, reader));
  }

  private static <T> List<T> list(RowSet<Row> rows, Function<Row, T> reader) {
    return StreamSupport.stream(rows.spliterator(), false).map(reader).toList();
  }
}
