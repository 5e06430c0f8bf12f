package weathermail;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Sql;
import kit.mail.Outbox;
import kit.mail.Suppression.Reason;
import kit.weather.Cities;

/** Ends what has come to its last day, and deletes as the privacy page says (K15). */
final class Forgetting {
  private static final Duration CONFIRMABLE = Letters.CONFIRMABLE;

  /** With the hour between two looks, an address is gone within a day. */
  private static final Duration ADDRESS = Duration.ofHours(23);

  private static final Duration DIGEST = Duration.ofDays(30);

  private final Database database;
  private final Outbox outbox;
  private final Cities cities;
  private final Clock clock;

  Forgetting(Database database, Outbox outbox, Cities cities, Clock clock) {
    this.database = database;
    this.outbox = outbox;
    this.cities = cities;
    this.clock = clock;
  }

  /** Gives how many ended. */
  Future<Integer> run() {
    return database
        .transaction(sql -> end(sql).compose(ended -> forget(sql).map(ended)))
        .compose(ended -> outbox.purge().map(ended))
        .compose(ended -> outbox.suppression().forgive(Reason.UNSUB, DIGEST).map(ended));
  }

  private Future<Integer> end(Sql sql) {
    return sql.run(
            "SELECT DISTINCT city_id FROM subscription WHERE state IN ('ACTIVE', 'PAUSED')"
                + " AND ends_on <= ?",
            LocalDate.now(clock))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(r -> r.getLong(0)))
        .compose(found -> end(sql, found.toList()));
  }

  private Future<Integer> end(Sql sql, List<Long> found) {
    Future<Integer> ended = Future.succeededFuture(0);
    for (long city : found) {
      ended = ended.compose(before -> end(sql, city).map(more -> before + more));
    }
    return ended;
  }

  /** After the last day as the city counts days; a city that left the list counts as UTC does. */
  private Future<Integer> end(Sql sql, long city) {
    LocalDate today =
        LocalDate.ofInstant(
            clock.instant(), cities.byId(city).map(c -> c.zone()).orElse(ZoneOffset.UTC));
    return sql.run(
            "UPDATE subscription SET state = 'ENDED', ended_at = ? WHERE city_id = ?"
                + " AND state IN ('ACTIVE', 'PAUSED') AND ends_on < ?",
            clock.millis(),
            city,
            today)
        .map(rows -> rows.rowCount());
  }

  private Future<Void> forget(Sql sql) {
    return sql.run(
            "DELETE FROM subscription WHERE state = 'PENDING' AND asked_at <= ?",
            before(CONFIRMABLE))
        .compose(
            v ->
                sql.run(
                    "UPDATE subscription SET email = '' WHERE state = 'ENDED' AND ended_at <= ?",
                    before(ADDRESS)))
        .compose(
            v ->
                sql.run(
                    "DELETE FROM subscription WHERE state = 'ENDED' AND ended_at <= ?",
                    before(DIGEST)))
        .compose(v -> sql.run("DELETE FROM token WHERE expires_at <= ?", clock.millis()))
        .compose(
            v ->
                sql.run(
                    "DELETE FROM missed WHERE local_date <= ?",
                    LocalDate.now(clock).minusDays(DIGEST.toDays())))
        .mapEmpty();
  }

  private long before(Duration time) {
    Instant then = clock.instant().minus(time);
    return then.toEpochMilli();
  }
}
