package kit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The app's database (K3): a pool, and what has to be done before the first question, such as
 * migrations. While it is not there questions fail with 503; it is tried again every second.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int CONNECTIONS = 10;
  private static final int MOST_TRIES = 4;
  private static final long RETRY_MILLIS = 1000;

  private final Vertx vertx;
  private final Pool pool;
  private final Sql sql;
  private boolean ready;
  private boolean closed;

  private Database(Vertx vertx, Pool pool) {
    this.vertx = vertx;
    this.pool = pool;
    this.sql = new Sql(pool);
  }

  /**
   * @param settings {@code config().getJsonObject("database")}; null while the server has none
   */
  public static Database of(Vertx vertx, JsonObject settings) {
    MySQLConnectOptions connection =
        new MySQLConnectOptions(settings == null ? nowhere() : settings)
            .setCachePreparedStatements(true);
    Pool pool =
        MySQLBuilder.pool()
            .connectingTo(connection)
            .with(
                new PoolOptions()
                    .setMaxSize(CONNECTIONS)
                    .setMaxWaitQueueSize(500)
                    .setConnectionTimeout(Sql.PATIENCE_SECONDS)
                    .setConnectionTimeoutUnit(TimeUnit.SECONDS))
            .withConnectHandler(Database::prepare)
            .using(vertx)
            .build();
    return new Database(vertx, pool);
  }

  /** Where nobody listens. */
  private static JsonObject nowhere() {
    return new JsonObject().put("host", "127.0.0.1").put("port", 1).put("user", "nobody");
  }

  /** MariaDB and MySQL name the longest time of a statement differently. */
  private static void prepare(SqlConnection connection) {
    connection
        .query("SET SESSION max_statement_time=" + Sql.LONGEST_SECONDS)
        .execute()
        .recover(
            mysql ->
                connection
                    .query("SET SESSION max_execution_time=" + Sql.LONGEST_SECONDS * 1000)
                    .execute())
        .compose(v -> connection.query("SET SESSION time_zone='+00:00'").execute())
        .onComplete(v -> connection.close());
  }

  /**
   * Does this before the first question. Done at once when there is no database: then it waits for
   * one. A failure other than that is the app's fault and fails its deployment.
   */
  public Future<Void> start(Function<Database, Future<?>> preparation) {
    return preparation
        .apply(this)
        .<Void>mapEmpty()
        .onSuccess(v -> ready = true)
        .recover(failure -> later(failure, preparation));
  }

  private Future<Void> later(Throwable failure, Function<Database, Future<?>> preparation) {
    if (!Outage.is(failure)) {
      return Future.failedFuture(failure);
    }
    LOG.warn("waiting for the database: {}", reason(failure));
    retry(preparation);
    return Future.succeededFuture();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return String.valueOf(cause.getMessage());
  }

  private void retry(Function<Database, Future<?>> preparation) {
    if (closed) {
      return;
    }
    vertx
        .timer(RETRY_MILLIS)
        .compose(v -> preparation.apply(this))
        .onSuccess(v -> ready = true)
        .onFailure(
            again -> {
              if (!closed && !Outage.is(again)) {
                LOG.error("the database cannot be prepared", again);
              }
              retry(preparation);
            });
  }

  /** Fails with 503 until the preparation is done. */
  public Future<Sql> sql() {
    return ready
        ? Future.succeededFuture(sql)
        : Future.failedFuture(new Failure(503, "the database is not there yet"));
  }

  /** For what is done before the first question. */
  public Sql unprepared() {
    return sql;
  }

  /**
   * All of it or nothing. It is done again where the database gave it up because it and another one
   * waited for each other.
   */
  public <T> Future<T> transaction(Function<Sql, Future<T>> work) {
    return sql().compose(v -> transaction(work, MOST_TRIES)).recover(Outage::tell);
  }

  private <T> Future<T> transaction(Function<Sql, Future<T>> work, int tries) {
    return new Transaction<>(pool, work)
        .run(vertx)
        .recover(
            failure ->
                tries > 1 && Outage.isDeadlock(failure)
                    ? transaction(work, tries - 1)
                    : Future.failedFuture(failure));
  }

  Future<SqlConnection> connection() {
    return pool.getConnection().recover(Outage::tell);
  }

  public Future<?> ping() {
    return sql().compose(up -> up.run("SELECT 1"));
  }

  public Future<Void> close() {
    closed = true;
    return pool.close();
  }
}
