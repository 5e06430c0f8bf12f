package parts;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import kit.Cookies;
import kit.Database;
import kit.Failure;
import kit.Sql;
import kit.Tokens;

/**
 * The builds in the database. Whoever has the cookie of a build may change it, everybody else may
 * look at it.
 */
final class Builds {
  static final String CODE = "[a-z2-7]{10}";

  private static final String COOKIE = "build";
  private static final Duration COOKIE_AGE = Duration.ofDays(365);
  private static final String PURPOSE = "edit";
  private static final int MOST_ITEMS = 30;

  private final Database database;
  private final Clock clock;
  private final Tokens tokens = new Tokens();
  private final RandomGenerator random = new SecureRandom();

  Builds(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** A new one, empty or with what another has; this browser may change it from now on. */
  Future<String> create(RoutingContext ctx, Build from) {
    String code = code();
    String key = tokens.next();
    return database
        .transaction(
            sql ->
                sql.run(
                        "INSERT INTO build (code, created_at, updated_at, edit_key_hash) VALUES (?, ?, ?, ?)",
                        code,
                        clock.millis(),
                        clock.millis(),
                        Tokens.hash(PURPOSE, key))
                    .compose(v -> copy(sql, code, from.items())))
        .onSuccess(v -> Cookies.write(ctx, COOKIE, code + "." + key, COOKIE_AGE))
        .map(code);
  }

  private static Future<Void> copy(Sql sql, String code, List<Build.Item> items) {
    Future<Void> chain = Future.succeededFuture();
    for (Build.Item item : items) {
      chain = chain.compose(v -> insert(sql, code, item.part(), item.quantity()));
    }
    return chain;
  }

  Future<Build> find(String code, Catalogue catalogue) {
    return database
        .sql()
        .compose(sql -> found(sql, code, catalogue))
        .map(build -> build.orElseThrow(() -> new Failure(404, "no build " + code)));
  }

  private static Future<Optional<Build>> found(Sql sql, String code, Catalogue catalogue) {
    return sql.run(
            "SELECT b.code, b.name, b.is_public, b.updated_at, i.part_id, i.qty FROM build b"
                + " LEFT JOIN build_item i ON i.build_code = b.code WHERE b.code = ? ORDER BY i.part_id",
            code)
        .map(rows -> Parts.rows(rows).toList())
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(build(rows, catalogue)));
  }

  /** The newest that may be shown to everybody, at most six. */
  Future<List<Build>> newest(Catalogue catalogue) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT b.code, b.name, b.is_public, b.updated_at, i.part_id, i.qty FROM"
                        + " (SELECT * FROM build WHERE is_public ORDER BY updated_at DESC LIMIT 6) b"
                        + " JOIN build_item i ON i.build_code = b.code ORDER BY b.updated_at DESC, b.code"))
        .map(
            rows ->
                Parts.rows(rows)
                    .collect(
                        Collectors.groupingBy(
                            row -> row.getString("code"),
                            java.util.LinkedHashMap::new,
                            Collectors.toList()))
                    .values()
                    .stream()
                    .map(each -> build(each, catalogue))
                    .toList());
  }

  private static Build build(List<Row> rows, Catalogue catalogue) {
    Row first = rows.get(0);
    return new Build(
        first.getString("code"),
        first.getString("name"),
        first.getBoolean("is_public"),
        Instant.ofEpochMilli(first.getLong("updated_at")),
        rows.stream().flatMap(row -> item(row, catalogue).stream()).toList());
  }

  private static Optional<Build.Item> item(Row row, Catalogue catalogue) {
    Integer part = row.getInteger("part_id");
    return part == null
        ? Optional.empty()
        : catalogue.part(part).map(found -> new Build.Item(found, row.getInteger("qty")));
  }

  /** The build this browser made last; empty when it has none. */
  Optional<String> mine(RoutingContext ctx) {
    return Cookies.read(ctx, COOKIE)
        .filter(cookie -> cookie.matches(CODE + "\\.[A-Za-z0-9_-]{22}"))
        .map(cookie -> cookie.substring(0, 10));
  }

  /** Whether this browser may change it. */
  Future<Boolean> isMine(RoutingContext ctx, String code) {
    if (!mine(ctx).equals(Optional.of(code))) {
      return Future.succeededFuture(false);
    }
    String key = Cookies.read(ctx, COOKIE).orElseThrow().substring(11);
    return database
        .sql()
        .compose(sql -> sql.run("SELECT edit_key_hash FROM build WHERE code = ?", code))
        .map(
            rows ->
                Parts.rows(rows).anyMatch(row -> Tokens.matches(PURPOSE, key, row.getString(0))));
  }

  /** Puts a part in, in place of what was there where there can be only one. */
  Future<Void> put(Build build, Part part, int quantity) {
    if (build.with(part, quantity).items().size() > MOST_ITEMS) {
      throw new Failure(422, "more than " + MOST_ITEMS + " parts in a build");
    }
    return database.transaction(
        sql -> {
          Future<Void> made = Future.succeededFuture();
          if (!part.type().isSeveral()) {
            for (Build.Item old : build.items(part.type())) {
              made = made.compose(v -> delete(sql, build.code(), old.part()));
            }
          }
          return made.compose(v -> insert(sql, build.code(), part, quantity))
              .compose(v -> touch(sql, build.code()));
        });
  }

  Future<Void> remove(Build build, Part part) {
    return database.transaction(
        sql -> delete(sql, build.code(), part).compose(v -> touch(sql, build.code())));
  }

  /** What its maker calls it, and whether the start page may show it. */
  Future<Void> name(Build build, String name, boolean isPublic) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "UPDATE build SET name = ?, is_public = ?, updated_at = ? WHERE code = ?",
                    name,
                    isPublic,
                    clock.millis(),
                    build.code()))
        .mapEmpty();
  }

  private static Future<Void> insert(Sql sql, String code, Part part, int quantity) {
    return sql.run(
            "INSERT INTO build_item (build_code, part_id, qty) VALUES (?, ?, ?)"
                + " ON DUPLICATE KEY UPDATE qty = ?",
            code,
            part.id(),
            quantity,
            quantity)
        .mapEmpty();
  }

  private static Future<Void> delete(Sql sql, String code, Part part) {
    return sql.run("DELETE FROM build_item WHERE build_code = ? AND part_id = ?", code, part.id())
        .mapEmpty();
  }

  private Future<Void> touch(Sql sql, String code) {
    return sql.run("UPDATE build SET updated_at = ? WHERE code = ?", clock.millis(), code)
        .mapEmpty();
  }

  private String code() {
    return random
        .ints(10, 0, 32)
        .mapToObj(i -> String.valueOf("abcdefghijklmnopqrstuvwxyz234567".charAt(i)))
        .collect(Collectors.joining());
  }
}
