package kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import site.apps.AppDatabase;

@ExtendWith(AppDatabase.class)
class DatabaseTest {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<Void> bothHaveBegun = Promise.promise();
  private final AtomicInteger begun = new AtomicInteger();
  private Database database;

  @BeforeEach
  void start(JsonObject settings) throws Exception {
    database = Database.of(vertx, settings);
    await(
        database.start(
            unprepared ->
                unprepared
                    .unprepared()
                    .runAsWritten("CREATE TABLE number (id INT PRIMARY KEY, value INT NOT NULL)")));
    await(sql("INSERT INTO number VALUES (1, 0), (2, 0)"));
  }

  @AfterEach
  void stop() throws Exception {
    await(vertx.close());
  }

  @Test
  void ofTwoThatWaitForEachOtherOneIsDoneAgain() throws Exception {
    await(Future.all(countBoth(1, 2), countBoth(2, 1)));

    assertThat(begun).as("attempts").hasValue(3);
    assertThat(await(sql("SELECT value FROM number")))
        .extracting(row -> row.getInteger(0))
        .containsExactly(2, 2);
  }

  /** In this order, the second only when both have the first. */
  private Future<?> countBoth(int first, int second) {
    return database.transaction(
        sql ->
            count(sql, first)
                .compose(v -> bothBegin())
                .compose(v -> count(sql, second))
                .<Void>mapEmpty());
  }

  private Future<Void> bothBegin() {
    if (begun.incrementAndGet() == 2) {
      bothHaveBegun.complete();
    }
    return bothHaveBegun.future();
  }

  private static Future<?> count(Sql sql, int id) {
    return sql.run("UPDATE number SET value = value + 1 WHERE id = ?", id);
  }

  private Future<RowSet<Row>> sql(String statement) {
    return database.sql().compose(sql -> sql.run(statement));
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, TimeUnit.SECONDS);
  }
}
