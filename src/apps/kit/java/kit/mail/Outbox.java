package kit.mail;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kit.Database;
import kit.Migrations;
import kit.Sql;

/**
 * The table of letters. Whoever has something to say puts a letter in, best in the transaction that
 * made it necessary; the same letter a second time is none. What was sent is kept without address
 * and text, so that it is not sent again. How letters leave is {@link Leases}' business.
 */
public final class Outbox {
  public static final Migrations TABLES = Migrations.of(Outbox.class, List.of("V901__mail"));

  private static final Duration KEPT = Duration.ofDays(30);
  private static final int LONGEST_TEXT = 255;

  private final Database database;
  private final Sender sender;
  private final Suppression suppression;
  private final Clock clock;

  /**
   * For one app.
   *
   * @param salt goes into what is kept of addresses
   */
  public Outbox(Database database, Sender sender, String salt, Clock clock) {
    this.database = database;
    this.sender = sender;
    this.suppression = new Suppression(database, salt, clock);
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
            suppression.hash(letter.to()))
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

  /** Takes back those not sent yet whose keys begin like this. */
  public Future<Integer> cancelKeys(Sql sql, String beginning) {
    return sql.run(
            "UPDATE mail_outbox SET state = 'CANCELLED', to_addr = '', message = ''"
                + " WHERE LEFT(idem_key, ?) = ? AND state IN ('QUEUED', 'RETRY')",
            beginning.length(),
            beginning)
        .map(rows -> rows.rowCount());
  }

  /** Who is not written to, whatever is put in. */
  public Suppression suppression() {
    return suppression;
  }

  Leases leases() {
    return new Leases(database, suppression, clock);
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

  static String shortened(String text) {
    return text.substring(0, Math.min(text.length(), LONGEST_TEXT));
  }
}
