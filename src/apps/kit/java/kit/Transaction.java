package kit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One transaction. Who asked for it waits for none of its steps longer than for a statement, and
 * not for what is taken back: where the database hangs, its connection is of nobody until it goes
 * on. What was given up before it began is not done then.
 */
final class Transaction<T> {
  private final Pool pool;
  private final Function<Sql, Future<T>> work;
  private final Promise<Void> begun = Promise.promise();
  private final Promise<T> worked = Promise.promise();

  Transaction(Pool pool, Function<Sql, Future<T>> work) {
    this.pool = pool;
    this.work = work;
  }

  /** Once. */
  Future<T> run(Vertx vertx) {
    long timer =
        vertx.setTimer(
            TimeUnit.SECONDS.toMillis(Sql.PATIENCE_SECONDS),
            id -> begun.tryFail(new TimeoutException("no transaction was begun")));
    Future<T> whole = pool.withTransaction(this::work);
    whole.onFailure(begun::tryFail);
    return begun
        .future()
        .onComplete(v -> vertx.cancelTimer(timer))
        .compose(v -> worked.future())
        .compose(v -> Sql.patient(whole));
  }

  private Future<T> work(SqlConnection connection) {
    return begun.tryComplete()
        ? Future.succeededFuture().compose(v -> work.apply(new Sql(connection))).onComplete(worked)
        : begun.future().mapEmpty();
  }
}
