package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailMessage;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Sql;
import kit.mail.Suppression.Reason;
import kit.mail.Verdict.State;

/**
 * The table of letters as a {@link Postman} sees it: what is due, taken for a while so that no
 * other takes it, and what became of it. What was taken by one that died comes back by itself.
 */
final class Leases {
  /** Its time has come, or its sender died with it; both question marks are the time now. */
  private static final String IS_DUE =
      "((state IN ('QUEUED', 'RETRY') AND not_before <= ?)"
          + " OR (state = 'SENDING' AND lease_until <= ?))";

  /** A letter that is due. */
  record Due(long id, String key, String to, int attempts, Instant expires) {}

  private final Database database;
  private final Suppression suppression;
  private final Clock clock;

  Leases(Database database, Suppression suppression, Clock clock) {
    this.database = database;
    this.suppression = suppression;
    this.clock = clock;
  }

  /** How many may leave now. */
  Future<Integer> allowed(Quota quota) {
    long now = clock.millis();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT COUNT(*), COALESCE(SUM(sent_at > ?), 0) FROM mail_outbox WHERE sent_at > ?",
                    now - Duration.ofMinutes(1).toMillis(),
                    now - Duration.ofDays(1).toMillis()))
        .map(
            rows -> {
              Row row = rows.iterator().next();
              return quota.left(row.getLong(0), row.getNumeric(1).longValue());
            });
  }

  /** Those whose time has come, and those of a sender that died with them. */
  Future<List<Due>> due(int most) {
    long now = clock.millis();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT id, idem_key, to_addr, attempts, expires_at FROM mail_outbox WHERE "
                        + IS_DUE
                        + " ORDER BY urgent DESC, not_before, id LIMIT ?",
                    now,
                    now,
                    most))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Leases::due).toList());
  }

  private static Due due(Row row) {
    return new Due(
        row.getLong(0),
        row.getString(1),
        row.getString(2),
        row.getInteger(3),
        Instant.ofEpochMilli(row.getLong(4)));
  }

  /** Takes a letter for a while. False when another sender has it. */
  Future<Boolean> take(Due letter) {
    long now = clock.millis();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "UPDATE mail_outbox SET state = 'SENDING', attempts = attempts + 1, lease_until = ?"
                        + " WHERE id = ? AND "
                        + IS_DUE,
                    now + Verdict.LEASE.toMillis(),
                    letter.id(),
                    now,
                    now))
        .map(rows -> rows.rowCount() == 1);
  }

  Future<MailMessage> message(Due letter) {
    return database
        .sql()
        .compose(sql -> sql.run("SELECT message FROM mail_outbox WHERE id = ?", letter.id()))
        .map(rows -> new MailMessage(new JsonObject(rows.iterator().next().getBuffer(0))));
  }

  /** Gives it back, with what was answered. */
  Future<Void> settle(Due letter, Verdict verdict, int code, String text) {
    return database.transaction(
        sql -> {
          Future<Void> noted = note(sql, letter, verdict, code, text);
          return verdict.suppressed()
              ? noted.compose(v -> suppression.add(sql, letter.to(), Reason.BOUNCE))
              : noted;
        });
  }

  private Future<Void> note(Sql sql, Due letter, Verdict verdict, int code, String text) {
    boolean isOver = verdict.state() == State.SENT || verdict.state() == State.DEAD;
    return sql.run(
            "UPDATE mail_outbox SET state = ?, not_before = ?, lease_until = ?, last_code = ?, last_text = ?,"
                + " sent_at = IF(? = 'SENT', ?, sent_at),"
                + " to_addr = IF(?, '', to_addr), message = IF(?, '', message) WHERE id = ?",
            verdict.state().name(),
            verdict.notBefore().toEpochMilli(),
            verdict.notBefore().toEpochMilli(),
            code,
            Outbox.shortened(text),
            verdict.state().name(),
            clock.millis(),
            isOver,
            isOver,
            letter.id())
        .mapEmpty();
  }

  /** What a log may say of a receiver. */
  String masked(Due letter) {
    return suppression.hash(letter.to()).substring(0, 12);
  }
}
