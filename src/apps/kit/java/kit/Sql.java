package kit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/** Statements with bound values, on the pool or within one transaction (K3). */
public final class Sql {
  /** What the database itself allows a statement. */
  static final int LONGEST_SECONDS = 4;

  /** A little more, and what a visitor waits at most: it may be gone without a word. */
  static final int PATIENCE_SECONDS = 5;

  private final SqlClient client;

  Sql(SqlClient client) {
    this.client = client;
  }

  /** Values stand for the question marks, in their order; they never become part of the text. */
  public Future<RowSet<Row>> run(String statement, Object... values) {
    return patient(client.preparedQuery(statement).execute(Tuple.wrap(values)));
  }

  /** Waits no longer for the database than anybody wants to, and tells an outage as one. */
  static <T> Future<T> patient(Future<T> answer) {
    return answer.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS).recover(Outage::tell);
  }

  /** A statement that cannot be prepared, such as some of those that change tables. */
  Future<RowSet<Row>> runAsWritten(String statement) {
    return client.query(statement).execute().recover(Outage::tell);
  }
}
