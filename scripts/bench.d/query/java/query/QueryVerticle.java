package query;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** {@code /query/7}: the seventh row of a table as JSON. */
public class QueryVerticle extends VerticleBase {
  private Pool pool;

  @Override
  public Future<?> start() {
    MySQLConnectOptions database =
        new MySQLConnectOptions(config().getJsonObject("database"))
            .setCachePreparedStatements(true);
    pool =
        MySQLBuilder.pool()
            .connectingTo(database)
            .with(new PoolOptions().setMaxSize(10))
            .using(vertx)
            .build();
    return run("CREATE TABLE IF NOT EXISTS word (id INT PRIMARY KEY, text VARCHAR(50) NOT NULL)")
        .compose(v -> run("REPLACE INTO word SELECT seq, CONCAT('word ', seq) FROM seq_1_to_1000"))
        .compose(v -> vertx.createHttpServer().requestHandler(this::answer).listen(8000));
  }

  private Future<?> run(String statement) {
    return pool.query(statement).execute();
  }

  private void answer(HttpServerRequest request) {
    int id = Integer.parseInt(request.path().substring("/query/".length()));
    pool.preparedQuery("SELECT id, text FROM word WHERE id = ?")
        .execute(Tuple.of(id))
        .map(rows -> json(rows.iterator().next()))
        .onSuccess(json -> say(request, json))
        .onFailure(failure -> request.response().setStatusCode(503).end());
  }

  private static void say(HttpServerRequest request, JsonObject json) {
    request.response().putHeader("content-type", "application/json").end(json.toBuffer());
  }

  private static JsonObject json(Row row) {
    return new JsonObject().put("id", row.getInteger(0)).put("text", row.getString(1));
  }
}
