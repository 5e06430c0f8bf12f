package kit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.TimeUnit;

/** Statements with bound values, on the pool or within one transaction (K3). */
public final class Sql {
  /** A little more than the database itself allows a statement: it may be gone without a word. */
  private static final long PATIENCE_SECONDS = 7;

  private final SqlClient client;

  Sql(SqlClient client) {
    this.client = client;
  }

  /** Values stand for the question marks, in their order; they never become part of the text. */
  public Future<RowSet<Row>> run(String statement, Object... values) {
    return client
        .preparedQuery(statement)
        .execute(Tuple.wrap(values))
        .timeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .recover(Outage::tell);
  }

  /** A statement that cannot be prepared, such as some of those that change tables. */
  Future<RowSet<Row>> runAsWritten(String statement) {
    return client.query(statement).execute().recover(Outage::tell);
  }
}
