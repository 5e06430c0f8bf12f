package parts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import kit.Database;
import kit.Sql;

/** Who changed what, row by row; written in the transaction of the change. */
public final class Audit {
  /** One change; before or after is null where there was or is nothing. */
  public record Entry(
      Instant at, String user, String action, String object, String before, String after) {}

  private final Database database;
  private final Clock clock;

  Audit(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  Future<Void> note(
      Sql sql, String user, String action, String object, JsonObject before, JsonObject after) {
    return sql.run(
            "INSERT INTO audit (at, user, action, object, before_json, after_json) VALUES (?, ?, ?, ?, ?, ?)",
            clock.millis(),
            user,
            action,
            object,
            before == null ? null : before.encode(),
            after == null ? null : after.encode())
        .mapEmpty();
  }

  Future<List<Entry>> newest() {
    return database
        .sql()
        .compose(sql -> sql.run("SELECT * FROM audit ORDER BY id DESC LIMIT 200"))
        .map(
            rows ->
                Parts.rows(rows)
                    .map(
                        row ->
                            new Entry(
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("user"),
                                row.getString("action"),
                                row.getString("object"),
                                row.getString("before_json"),
                                row.getString("after_json")))
                    .toList());
  }
}
