package parts;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import kit.Database;
import kit.EmailAddress;
import kit.Signer;
import kit.Tokens;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests for a quote in the database. */
final class Quotes {
  static final String REF = "RB-\\d{6}-[A-Z2-7]{4}";

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

  /** Keeps the build as it is now, at the prices it has now; the reference is the answer. */
  Future<String> ask(Build build, String name, EmailAddress mail, String note, String client) {
    String ref = "RB-" + DAY.format(clock.instant().atOffset(ZoneOffset.UTC)) + "-" + suffix();
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "INSERT INTO quote (ref, build_code, name, mail, note, total_cents, currency,"
                        + " snapshot, created_at, ip_hash, confirm_hash)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    ref,
                    build.code(),
                    name,
                    mail.address(),
                    note,
                    (int) build.totalCents(),
                    build.currency(),
                    Quote.snapshot(build).encode(),
                    clock.millis(),
                    Tokens.hash("address", signer.sign("address", client)),
                    ""))
        .onSuccess(
            v ->
                LOG.info(
                    "quote ref={} total={} mail={}",
                    ref,
                    build.totalCents(),
                    signer.sign("mail", mail.key()).substring(0, 8)))
        .map(ref);
  }

  Future<List<Quote>> newest() {
    return database
        .sql()
        .compose(sql -> sql.run("SELECT * FROM quote ORDER BY created_at DESC LIMIT 200"))
        .map(rows -> Parts.rows(rows).map(Quote::of).toList());
  }

  Future<Boolean> move(kit.Sql sql, String ref, Quote.State state) {
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
