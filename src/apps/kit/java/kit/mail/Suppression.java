package kit.mail;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Sql;

/**
 * The addresses nothing is sent to, and why. They are kept as digests, from which nobody can be
 * written to.
 */
public final class Suppression {
  /** Why nothing is sent to an address. */
  public enum Reason {
    UNSUB,
    BOUNCE,
    COMPLAINT,
    ADMIN
  }

  private final Database database;
  private final String salt;
  private final Clock clock;

  Suppression(Database database, String salt, Clock clock) {
    this.database = database;
    this.salt = salt;
    this.clock = clock;
  }

  /** From now on nothing is sent to this address. */
  public Future<Void> add(Sql sql, String address, Reason reason) {
    return sql.run(
            "INSERT IGNORE INTO suppression (address_hash, reason, at) VALUES (?, ?, ?)",
            hash(address),
            reason.name(),
            clock.millis())
        .mapEmpty();
  }

  /** The opposite, for this reason only: a bounce stays one. */
  public Future<Void> remove(Sql sql, String address, Reason reason) {
    return sql.run(
            "DELETE FROM suppression WHERE address_hash = ? AND reason = ?",
            hash(address),
            reason.name())
        .mapEmpty();
  }

  /** Whatever the reason was; false when there was none. */
  Future<Boolean> remove(Sql sql, String address) {
    return sql.run("DELETE FROM suppression WHERE address_hash = ?", hash(address))
        .map(rows -> rows.rowCount() > 0);
  }

  /** One of those that are kept. */
  record Suppressed(String hash, String reason, Instant at) {}

  Future<List<Suppressed>> latest(Sql sql, int most) {
    return sql.run(
            "SELECT address_hash, reason, at FROM suppression ORDER BY at DESC, address_hash LIMIT ?",
            most)
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Suppression::of).toList());
  }

  private static Suppressed of(Row row) {
    return new Suppressed(row.getString(0), row.getString(1), Instant.ofEpochMilli(row.getLong(2)));
  }

  public Future<Boolean> has(Sql sql, String address) {
    return sql.run("SELECT 1 FROM suppression WHERE address_hash = ?", hash(address))
        .map(rows -> rows.size() > 0);
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

  /** What may be kept of an address: all spellings of one have the same, and it leads nowhere. */
  public String hash(String address) {
    String key = salt + "|" + address.toLowerCase(Locale.ROOT);
    return Digests.sha256(key.getBytes(StandardCharsets.UTF_8));
  }
}
