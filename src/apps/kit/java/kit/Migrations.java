package kit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a schema up to date (K3): files {@code V001__name.sql}, each run once, in their order. Two
 * deployments at a time wait for each other at a locked row. Nothing is ever dropped here.
 */
public final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final List<String> OWN =
      List.of(
          "CREATE TABLE IF NOT EXISTS migration_lock (id TINYINT PRIMARY KEY)",
          "CREATE TABLE IF NOT EXISTS migration (version INT PRIMARY KEY, name VARCHAR(100) NOT NULL,"
              + " at TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3))",
          "INSERT IGNORE INTO migration_lock VALUES (1)");

  private final Class<?> place;
  private final List<String> names;

  private Migrations(Class<?> place, List<String> names) {
    this.place = place;
    this.names = names;
  }

  /** Files of the folder {@code db} beside this class, without their ending. */
  public static Migrations of(Class<?> place, List<String> names) {
    return new Migrations(place, names);
  }

  public Future<Void> run(Database database) {
    return each(OWN, statement -> database.unprepared().runAsWritten(statement))
        .compose(v -> database.connection())
        .compose(lock -> locked(lock, database).eventually(lock::close));
  }

  /**
   * The lock is held by a connection of its own: a statement that changes a table ends the
   * transaction it is in. Whoever holds it and dies gives it back.
   */
  private Future<Void> locked(SqlConnection lock, Database database) {
    return lock.begin()
        .compose(
            transaction ->
                new Sql(lock)
                    .run("SELECT id FROM migration_lock WHERE id = 1 FOR UPDATE")
                    .compose(v -> runMissing(database.unprepared()))
                    .eventually(transaction::commit));
  }

  private Future<Void> runMissing(Sql sql) {
    return sql.run("SELECT version FROM migration")
        .map(
            rows ->
                Stream.of(rows).flatMap(all -> all.stream()).map(row -> row.getInteger(0)).toList())
        .compose(
            done ->
                each(
                    names.stream().filter(name -> !done.contains(version(name))).toList(),
                    name -> run(sql, name)));
  }

  private Future<?> run(Sql sql, String name) {
    return each(statements(name), sql::runAsWritten)
        .compose(
            v ->
                sql.run("INSERT INTO migration (version, name) VALUES (?, ?)", version(name), name))
        .onSuccess(v -> LOG.info("database: {} done", name));
  }

  private List<String> statements(String name) {
    try (InputStream in = place.getResourceAsStream("db/" + name + ".sql")) {
      String text = new String(in.readAllBytes(), UTF_8);
      return Stream.of(text.split(";\\s*(\\n|$)"))
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(String name) {
    return Integer.parseInt(name.substring(1, 4));
  }

  private interface Step<T> {
    Future<?> run(T item);
  }

  private static <T> Future<Void> each(List<T> items, Step<T> step) {
    Future<Void> chain = Future.succeededFuture();
    for (T item : items) {
      chain = chain.compose(v -> step.run(item)).mapEmpty();
    }
    return chain;
  }
}
