package parts;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import kit.Database;
import kit.EmailAddress;
import kit.Form;
import kit.Signer;
import kit.Sql;
import kit.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests for a quote in the database. */
final class Quotes {
  static final String REF = "RB-\\d{6}-[A-Z2-7]{4}";

  private static final String CONFIRM = "confirm";
  private static final Logger LOG = LoggerFactory.getLogger(Quotes.class);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyMMdd");

  private final Database database;
  private final Signer signer;
  private final Clock clock;
  private final RandomGenerator random = new SecureRandom();

  Quotes(Database database, Signer signer, Clock clock) {
    this.database = database;
    this.signer = signer;
    this.clock = clock;
  }

  String nextRef() {
    return "RB-" + DAY.format(clock.instant().atOffset(ZoneOffset.UTC)) + "-" + suffix();
  }

  /**
   * Keeps the build as it is now, at the prices it has now.
   *
   * @param token confirms the address
   * @param client the network address that asked; only a hash is kept
   */
  Future<Void> keep(
      Sql sql, String ref, Build build, Form form, EmailAddress mail, String token, String client) {
    return sql.run(
            "INSERT INTO quote (ref, build_code, name, mail, note, total_cents, currency,"
                + " snapshot, created_at, ip_hash, confirm_hash)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ref,
            build.code(),
            form.text("name"),
            mail.address(),
            form.lines("note"),
            (int) build.totalCents(),
            build.currency(),
            Quote.snapshot(build).encode(),
            clock.millis(),
            Tokens.hash("address", signer.sign("address", client)),
            Tokens.hash(CONFIRM, token))
        .onSuccess(
            v ->
                LOG.info(
                    "quote ref={} total={} mail={}",
                    ref,
                    build.totalCents(),
                    signer.sign("mail", mail.key()).substring(0, 8)))
        .mapEmpty();
  }

  /** The quote whose address this token confirms, once and for a day; empty for any other token. */
  Future<Optional<Quote>> confirm(Sql sql, String ref, String token) {
    return sql.run("SELECT * FROM quote WHERE ref = ? FOR UPDATE", ref)
        .map(
            rows ->
                Parts.rows(rows).filter(row -> isConfirmed(row, token)).map(Quote::of).findFirst())
        .compose(
            quote ->
                quote.isEmpty()
                    ? Future.succeededFuture(quote)
                    : move(sql, ref, Quote.State.CONFIRMED)
                        .compose(
                            v -> sql.run("UPDATE quote SET confirm_hash = '' WHERE ref = ?", ref))
                        .map(quote));
  }

  private boolean isConfirmed(Row row, String token) {
    long oldest = clock.instant().minus(Letters.CONFIRMABLE).toEpochMilli();
    return row.getLong("created_at") > oldest
        && Tokens.matches(CONFIRM, token, row.getString("confirm_hash"));
  }

  Future<List<Quote>> newest() {
    return database
        .sql()
        .compose(sql -> sql.run("SELECT * FROM quote ORDER BY created_at DESC LIMIT 200"))
        .map(rows -> Parts.rows(rows).map(Quote::of).toList());
  }

  Future<Boolean> move(Sql sql, String ref, Quote.State state) {
    return sql.run("UPDATE quote SET state = ? WHERE ref = ?", state.name(), ref)
        .map(rows -> rows.rowCount() == 1);
  }

  /** Forgets those who asked longer ago than this. */
  Future<Integer> forget(Duration age) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "DELETE FROM quote WHERE created_at < ?",
                    clock.instant().minus(age).toEpochMilli()))
        .map(rows -> rows.rowCount());
  }

  private String suffix() {
    return random
        .ints(4, 0, 32)
        .mapToObj(i -> String.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(i)))
        .collect(Collectors.joining());
  }
}
