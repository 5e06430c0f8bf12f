package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.mail.MailMessage;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Migrations;
import kit.Sql;
import kit.mail.Verdict.State;

/**
 * The table of letters. Whoever has something to say puts a letter in, best in the transaction that
 * made it necessary; the same letter a second time is none. What was sent is kept without address
 * and text, so that it is not sent again.
 */
public final class Outbox {
  public static final Migrations TABLES = Migrations.of(Outbox.class, List.of("V901__mail"));

  private static final Duration KEPT = Duration.ofDays(30);
  private static final int LONGEST_TEXT = 255;

  /** Why nothing is sent to an address. */
  public enum Reason {
    UNSUB,
    BOUNCE,
    COMPLAINT,
    ADMIN
  }

  /** A letter that is due. */
  record Due(long id, String key, String to, int attempts, Instant expires) {}

  private final Database database;
  private final Sender sender;
  private final String salt;
  private final Clock clock;

  /**
   * For one app.
   *
   * @param salt goes into what is kept of addresses
   */
  public Outbox(Database database, Sender sender, String salt, Clock clock) {
    this.database = database;
    this.sender = sender;
    this.salt = salt;
    this.clock = clock;
  }

  /** By itself. True when it will be sent; see {@link #put(Sql, Letter)}. */
  public Future<Boolean> put(Letter letter) {
    return database.sql().compose(sql -> put(sql, letter));
  }

  /**
   * Within a transaction.
   *
   * @return false when there was one with its key, or its receiver wants no mail
   */
  public Future<Boolean> put(Sql sql, Letter letter) {
    Instant now = clock.instant();
    byte[] message = sender.write(letter, now).toJson().encode().getBytes(StandardCharsets.UTF_8);
    return sql.run(
            "INSERT IGNORE INTO mail_outbox"
                + " (idem_key, to_addr, subject, message, urgent, created_at, not_before, expires_at)"
                + " SELECT ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL"
                + " WHERE NOT EXISTS (SELECT 1 FROM suppression WHERE address_hash = ?)",
            letter.key(),
            letter.to(),
            shortened(letter.subject()),
            Buffer.buffer(message),
            letter.urgent(),
            now.toEpochMilli(),
            now.toEpochMilli(),
            letter.expires().toEpochMilli(),
            hash(letter.to()))
        .map(rows -> rows.rowCount() == 1);
  }

  /** Takes back what was not sent yet. */
  public Future<Integer> cancel(Sql sql, String to) {
    return sql.run(
            "UPDATE mail_outbox SET state = 'CANCELLED', to_addr = '', message = ''"
                + " WHERE to_addr = ? AND state IN ('QUEUED', 'RETRY')",
            to)
        .map(rows -> rows.rowCount());
  }

  /** Takes back one letter that was not sent yet, by the beginning of its key. */
  public Future<Integer> cancelKeys(Sql sql, String beginning) {
    return sql.run(
            "UPDATE mail_outbox SET state = 'CANCELLED', to_addr = '', message = ''"
                + " WHERE LEFT(idem_key, ?) = ? AND state IN ('QUEUED', 'RETRY')",
            beginning.length(),
            beginning)
        .map(rows -> rows.rowCount());
  }

  /** From now on nothing is sent to this address. */
  public Future<Void> suppress(Sql sql, String to, Reason reason) {
    return sql.run(
            "INSERT IGNORE INTO suppression (address_hash, reason, at) VALUES (?, ?, ?)",
            hash(to),
            reason.name(),
            clock.millis())
        .mapEmpty();
  }

  /** The opposite, for this reason only: a bounce stays one. */
  public Future<Void> allow(Sql sql, String to, Reason reason) {
    return sql.run(
            "DELETE FROM suppression WHERE address_hash = ? AND reason = ?",
            hash(to),
            reason.name())
        .mapEmpty();
  }

  public Future<Boolean> isSuppressed(Sql sql, String to) {
    return sql.run("SELECT 1 FROM suppression WHERE address_hash = ?", hash(to))
        .map(rows -> rows.size() > 0);
  }

  /** What may be kept of an address: all spellings of one have the same, and it leads nowhere. */
  public String hash(String address) {
    String key = salt + "|" + address.toLowerCase(Locale.ROOT);
    return Digests.sha256(key.getBytes(StandardCharsets.UTF_8));
  }

  /** How many letters are in which state, for a status page. */
  public Future<Map<String, Long>> counts() {
    return database
        .sql()
        .compose(sql -> sql.run("SELECT state, COUNT(*) FROM mail_outbox GROUP BY state"))
        .map(
            rows -> {
              Map<String, Long> counts = new LinkedHashMap<>();
              rows.forEach(row -> counts.put(row.getString(0), row.getLong(1)));
              return counts;
            });
  }

  /** Forgets what is older than a month. */
  public Future<Integer> purge() {
    long before = clock.instant().minus(KEPT).toEpochMilli();
    return database
        .sql()
        .compose(sql -> sql.run("DELETE FROM mail_outbox WHERE created_at < ?", before))
        .map(rows -> rows.rowCount());
  }

  /** Lets those be written to again for whom this reason is older than that. */
  public Future<Integer> forgive(Reason reason, Duration age) {
    long before = clock.instant().minus(age).toEpochMilli();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "DELETE FROM suppression WHERE reason = ? AND at < ?", reason.name(), before))
        .map(rows -> rows.rowCount());
  }

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
                    "SELECT id, idem_key, to_addr, attempts, expires_at FROM mail_outbox"
                        + " WHERE (state IN ('QUEUED', 'RETRY') AND not_before <= ?)"
                        + " OR (state = 'SENDING' AND lease_until <= ?)"
                        + " ORDER BY urgent DESC, not_before, id LIMIT ?",
                    now,
                    now,
                    most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Due(
                                row.getLong(0),
                                row.getString(1),
                                row.getString(2),
                                row.getInteger(3),
                                Instant.ofEpochMilli(row.getLong(4))))
                    .toList());
  }

  /** Takes a letter for a while. False when another sender has it. */
  Future<Boolean> lease(Due letter) {
    long now = clock.millis();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "UPDATE mail_outbox SET state = 'SENDING', attempts = attempts + 1, lease_until = ?"
                        + " WHERE id = ? AND ((state IN ('QUEUED', 'RETRY') AND not_before <= ?)"
                        + " OR (state = 'SENDING' AND lease_until <= ?))",
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

  Future<Void> settle(Due letter, Verdict verdict, int code, String text) {
    return database.transaction(
        sql -> {
          Future<Void> noted = note(sql, letter, verdict, code, text);
          return verdict.suppressed()
              ? noted.compose(v -> suppress(sql, letter.to(), Reason.BOUNCE))
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
            shortened(text),
            verdict.state().name(),
            clock.millis(),
            isOver,
            isOver,
            letter.id())
        .mapEmpty();
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }
}
