package rain;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import kit.Database;
import kit.weather.Product;

/** What the status page asks of the database. */
final class StatusStore {
  private final Database database;

  /** Calls in a time, by how they ended. */
  record Calls(int ok, int failed, int throttled) {
    @Override
    public String toString() {
      return ok + " / " + failed + " / " + throttled;
    }
  }

  /** Calls of one product. */
  record Used(Product product, Calls today, Calls month) {}

  StatusStore(Database database) {
    this.database = database;
  }

  /** Of the month so far, by UTC; products that were not asked are left out. */
  Future<List<Used>> calls(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT product, SUM(IF(day = ?, ok, 0)), SUM(IF(day = ?, failed, 0)),"
                        + " SUM(IF(day = ?, throttled, 0)), SUM(ok), SUM(failed), SUM(throttled)"
                        + " FROM api_call WHERE day >= ? GROUP BY product ORDER BY product",
                    today,
                    today,
                    today,
                    today.withDayOfMonth(1)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Used(
                                Product.valueOf(row.getString(0)),
                                new Calls(row.getInteger(1), row.getInteger(2), row.getInteger(3)),
                                new Calls(row.getInteger(4), row.getInteger(5), row.getInteger(6))))
                    .toList());
  }

  /** How many hours of a time were measured, by place; a place without any is left out. */
  Future<Map<Long, Integer>> measured(long from, long to) {
    return database
        .sql()
        .compose(
            sql ->
                sql.run(
                    "SELECT place_id, COUNT(*) FROM rain_hour"
                        + " WHERE hour_utc >= ? AND hour_utc < ? GROUP BY place_id",
                    from,
                    to))
        .map(
            rows -> {
              Map<Long, Integer> hours = new HashMap<>();
              rows.forEach(row -> hours.put(row.getLong(0), row.getInteger(1)));
              return hours;
            });
  }
}
