package weathermail;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Failure;
import kit.Migrations;
import kit.Sql;
import kit.Tokens;
import weathermail.Links.Purpose;

/** The table of subscriptions and the links that lead to them, as subscribers change them. */
final class Subscriptions {
  static final Migrations TABLES =
      Migrations.of(
          Subscriptions.class, List.of("V001__subscription", "V002__missed", "V003__weekdays"));

  private static final int MOST_CITIES = 5;
  private static final int MOST_CONFIRMATIONS = 3;
  private static final Duration FOR_GOOD = Duration.ofDays(3650);
  private static final String SELECT = "SELECT " + Subscription.COLUMNS + " FROM subscription s";

  private final Database database;
  private final Clock clock;
  private final Tokens tokens = new Tokens();

  Subscriptions(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A link that was found. */
  record Link(String hash, boolean isUsed, Subscription subscription) {}

  /**
   * Whether a letter that asks for confirmation may be written: three a day, for five cities. A
   * link to confirm is good for a day, so those still good are those of a day.
   */
  Future<Boolean> mayAsk(Sql sql, String emailHash) {
    return sql.run(
            "SELECT (SELECT COUNT(*) FROM subscription WHERE email_hash = ?"
                + " AND state IN ('ACTIVE', 'PAUSED')),"
                + " (SELECT COUNT(*) FROM token t JOIN subscription s ON s.id = t.sub_id"
                + " WHERE s.email_hash = ? AND t.purpose = 'CONFIRM' AND t.expires_at > ?)",
            emailHash,
            emailHash,
            clock.millis())
        .map(rows -> rows.iterator().next())
        .map(counts -> counts.getLong(0) < MOST_CITIES && counts.getLong(1) < MOST_CONFIRMATIONS);
  }

  /** The subscription of this address for this city, made when there is none; locked. */
  Future<Subscription> findOrMake(Sql sql, Subscription wanted) {
    return sql.run(
            "INSERT INTO subscription (id, email, email_hash, city_id, hour, units, lang,"
                + " weekdays, base, state, asked_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'PENDING', ?)"
                + " ON DUPLICATE KEY UPDATE asked_at = asked_at",
            wanted.id(),
            wanted.email(),
            wanted.emailHash(),
            wanted.cityId(),
            wanted.wishes().hour(),
            wanted.wishes().units().word(),
            wanted.wishes().lang(),
            wanted.wishes().weekdays().bits(),
            wanted.base(),
            clock.millis())
        .compose(
            v ->
                sql.run(
                    SELECT + " WHERE s.email_hash = ? AND s.city_id = ? FOR UPDATE",
                    wanted.emailHash(),
                    wanted.cityId()))
        .map(rows -> Subscription.of(rows.iterator().next()));
  }

  /** As it is wanted now, waiting to be confirmed; keeps its number. */
  Future<Void> askAgain(Sql sql, String id, Subscription wanted) {
    return sql.run(
            "UPDATE subscription SET email = ?, hour = ?, units = ?, lang = ?, weekdays = ?,"
                + " base = ?, state = 'PENDING', asked_at = ?, ended_at = 0, ends_on = '1970-01-01'"
                + " WHERE id = ?",
            wanted.email(),
            wanted.wishes().hour(),
            wanted.wishes().units().word(),
            wanted.wishes().lang(),
            wanted.wishes().weekdays().bits(),
            wanted.base(),
            clock.millis(),
            id)
        .mapEmpty();
  }

  String nextId() {
    return tokens.next();
  }

  /** Makes a link that can be used once, for so long. */
  Future<String> makeLink(Sql sql, Purpose purpose, String id, Duration goodFor) {
    String token = tokens.next();
    return keepLink(sql, purpose, id, token, goodFor).map(token);
  }

  /** A link that is in each letter. */
  Future<Void> keepLink(Sql sql, Purpose purpose, String id, String token) {
    return keepLink(sql, purpose, id, token, FOR_GOOD);
  }

  private Future<Void> keepLink(
      Sql sql, Purpose purpose, String id, String token, Duration goodFor) {
    return sql.run(
            "INSERT IGNORE INTO token (hash, sub_id, purpose, expires_at) VALUES (?, ?, ?, ?)",
            Tokens.hash(purpose.name(), token),
            id,
            purpose.name(),
            clock.instant().plus(goodFor).toEpochMilli())
        .mapEmpty();
  }

  /**
   * Does this with what a link leads to, locked, all of it or nothing; fails with 410 when it is
   * none of ours, or too old.
   */
  <T> Future<T> open(Purpose purpose, String token, BiFunction<Sql, Link, Future<T>> work) {
    return database.transaction(
        sql -> find(sql, purpose, token).compose(link -> work.apply(sql, link)));
  }

  private Future<Link> find(Sql sql, Purpose purpose, String token) {
    return sql.run(
            "SELECT "
                + Subscription.COLUMNS
                + ", t.hash, t.used_at FROM token t JOIN subscription s ON s.id = t.sub_id"
                + " WHERE t.hash = ? AND t.expires_at > ? FOR UPDATE",
            Tokens.hash(purpose.name(), token),
            clock.millis())
        .map(rows -> first(rows).orElseThrow(() -> new Failure(410, "no such link")))
        .map(row -> new Link(row.getString(13), row.getLong(14) > 0, Subscription.of(row)));
  }

  Future<Void> use(Sql sql, Link link) {
    return sql.run("UPDATE token SET used_at = ? WHERE hash = ?", clock.millis(), link.hash())
        .mapEmpty();
  }

  /**
   * Whether this address may have this city. What was never confirmed, or has ended, makes room.
   */
  Future<Boolean> isFree(Sql sql, Subscription wanted) {
    return sql.run(
            "DELETE FROM subscription WHERE email_hash = ? AND city_id = ? AND id <> ?"
                + " AND state IN ('PENDING', 'ENDED')",
            wanted.emailHash(),
            wanted.cityId(),
            wanted.id())
        .compose(
            v ->
                sql.run(
                    "SELECT 1 FROM subscription WHERE email_hash = ? AND city_id = ? AND id <> ?",
                    wanted.emailHash(),
                    wanted.cityId(),
                    wanted.id()))
        .map(rows -> rows.size() == 0);
  }

  /** As it is from now on; its address stays. */
  Future<Void> change(Sql sql, Subscription changed) {
    return sql.run(
            "UPDATE subscription SET city_id = ?, hour = ?, units = ?, lang = ?,"
                + " weekdays = ?, state = ?, ends_on = ?,"
                + " last_local_date = GREATEST(last_local_date, ?) WHERE id = ?",
            changed.cityId(),
            changed.wishes().hour(),
            changed.wishes().units().word(),
            changed.wishes().lang(),
            changed.wishes().weekdays().bits(),
            changed.state().name(),
            changed.endsOn(),
            changed.lastDate(),
            changed.id())
        .mapEmpty();
  }

  /** Ends all of one address. */
  Future<Void> endAll(Sql sql, String emailHash) {
    return sql.run(
            "UPDATE subscription SET state = 'ENDED', ended_at = ?"
                + " WHERE email_hash = ? AND state <> 'ENDED'",
            clock.millis(),
            emailHash)
        .mapEmpty();
  }

  /** Takes back the end of those that had been confirmed and ended together with this one. */
  Future<Void> takeBackEnd(Sql sql, Subscription ended) {
    return sql.run(
            "UPDATE subscription SET state = 'ACTIVE', ended_at = 0 WHERE email_hash = ?"
                + " AND state = 'ENDED' AND ended_at = ? AND ends_on > '1970-01-01'",
            ended.emailHash(),
            ended.endedAt())
        .mapEmpty();
  }

  Future<Void> delete(Sql sql, String id) {
    return sql.run("DELETE FROM subscription WHERE id = ?", id).mapEmpty();
  }

  Instant now() {
    return clock.instant();
  }

  private static Optional<Row> first(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst();
  }
}
