package parts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.Failure;
import kit.Shared;
import kit.Sql;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue in the database. It is small and read often, so it is kept, and for each request
 * the database is asked whether its version is still the same: two deployments never show different
 * prices.
 */
final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Database database;
  private final Clock clock;
  private final Shared<Catalogue> current = new Shared<>(this::ask);
  private Catalogue kept = new Catalogue(-1, List.of());

  Parts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** As it is now, or a moment later. */
  Future<Catalogue> catalogue() {
    return current.ask();
  }

  private Future<Catalogue> ask() {
    return database.sql().compose(this::ask);
  }

  private Future<Catalogue> ask(Sql sql) {
    return sql.run("SELECT version FROM catalogue_version WHERE id = 1")
        .map(rows -> rows.iterator().next().getLong(0))
        .compose(
            version ->
                version == kept.version() ? Future.succeededFuture(kept) : load(sql, version));
  }

  private Future<Catalogue> load(Sql sql, long version) {
    return sql.run("SELECT " + Part.COLUMNS + " FROM part ORDER BY id")
        .map(rows -> kept = new Catalogue(version, rows(rows).map(Part::of).toList()));
  }

  /** The parts that come with the app, where there are none. */
  Future<Void> fillWhenEmpty(Sql sql) {
    return sql.run("SELECT COUNT(*) FROM part")
        .map(rows -> rows.iterator().next().getInteger(0))
        .compose(count -> count > 0 ? Future.succeededFuture(count) : fill(sql))
        .onSuccess(count -> LOG.info("{} components loaded", count))
        .mapEmpty();
  }

  private Future<Integer> fill(Sql sql) {
    List<Draft> shipped = shipped();
    Future<Void> chain = Future.succeededFuture();
    for (Draft draft : shipped) {
      // another deployment may be doing the same
      chain = chain.compose(v -> insert(sql, draft, "INSERT IGNORE INTO part")).mapEmpty();
    }
    return chain.compose(v -> changed(sql)).map(shipped.size());
  }

  /** As they lie in {@code parts.json}. */
  static List<Draft> shipped() {
    try (InputStream in = Parts.class.getResourceAsStream("parts.json")) {
      return new JsonArray(Buffer.buffer(in.readAllBytes()))
          .stream().map(each -> Draft.of((JsonObject) each)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Within a transaction, as all below. */
  Future<Void> insert(Sql sql, Draft draft) {
    return insert(sql, draft, "INSERT INTO part").compose(v -> changed(sql));
  }

  private Future<?> insert(Sql sql, Draft draft, String verb) {
    long now = clock.millis();
    return sql.run(
        verb
            + " (slug, type, brand, name, category, sub_category, price_cents, currency, rating_x2,"
            + " hidden, specs, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        draft.slug(),
        draft.type().orElseThrow().name(),
        draft.brand(),
        draft.name(),
        Draft.CATEGORY,
        draft.subCategory(),
        draft.priceCents().orElseThrow(),
        Draft.CURRENCY,
        draft.ratingTimes2().orElseThrow(),
        draft.hidden(),
        draft.specs().json(),
        now,
        now);
  }

  /** False when somebody else has changed it since this version. */
  Future<Boolean> update(Sql sql, int id, int version, Draft draft) {
    return sql.run(
            "UPDATE part SET slug = ?, type = ?, brand = ?, name = ?, sub_category = ?, price_cents = ?,"
                + " rating_x2 = ?, hidden = ?, specs = ?, updated_at = ?, version = version + 1"
                + " WHERE id = ? AND version = ?",
            draft.slug(),
            draft.type().orElseThrow().name(),
            draft.brand(),
            draft.name(),
            draft.subCategory(),
            draft.priceCents().orElseThrow(),
            draft.ratingTimes2().orElseThrow(),
            draft.hidden(),
            draft.specs().json(),
            clock.millis(),
            id,
            version)
        .map(rows -> rows.rowCount() == 1)
        .compose(done -> changed(sql).map(done));
  }

  /** Deletes it, or hides it where a build has it. True when it is gone. */
  Future<Boolean> remove(Sql sql, Part part) {
    return sql.run("SELECT 1 FROM build_item WHERE part_id = ? LIMIT 1", part.id())
        .map(rows -> rows.size() == 0)
        .compose(
            unused ->
                sql.run(
                        unused
                            ? "DELETE FROM part WHERE id = ?"
                            : "UPDATE part SET hidden = TRUE, version = version + 1 WHERE id = ?",
                        part.id())
                    .compose(v -> changed(sql))
                    .map(unused));
  }

  /** As it is now, whatever was read before; locked for the rest of the transaction. */
  Future<Part> current(Sql sql, String slug) {
    return sql.run("SELECT " + Part.COLUMNS + " FROM part WHERE slug = ? FOR UPDATE", slug)
        .map(rows -> rows(rows).map(Part::of).findFirst())
        .map(part -> part.orElseThrow(() -> new Failure(404, "no part " + slug)));
  }

  Future<Optional<Part>> find(Sql sql, String slug) {
    return sql.run("SELECT " + Part.COLUMNS + " FROM part WHERE slug = ? FOR UPDATE", slug)
        .map(rows -> rows(rows).map(Part::of).findFirst());
  }

  /** A version that never was, also where an older state of the database was put back meanwhile. */
  private Future<Void> changed(Sql sql) {
    return sql.run(
            "UPDATE catalogue_version SET version = GREATEST(version + 1, ?) WHERE id = 1",
            clock.millis())
        .mapEmpty();
  }

  static Stream<Row> rows(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }
}
