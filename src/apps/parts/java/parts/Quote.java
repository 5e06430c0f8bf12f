package parts;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;

/**
 * Somebody asks what a build would cost. It keeps what the build was at that moment.
 *
 * @param ref how both sides call it
 */
public record Quote(
    String ref,
    String buildCode,
    String name,
    String mail,
    String note,
    int totalCents,
    String currency,
    JsonArray snapshot,
    State state,
    Instant created) {

  /** How far the answer is. */
  public enum State {
    NEW,
    CONFIRMED,
    ANSWERED,
    CLOSED;

    public String key() {
      return "quote.state." + name();
    }
  }

  static Quote of(Row row) {
    return new Quote(
        row.getString("ref"),
        row.getString("build_code"),
        row.getString("name"),
        row.getString("mail"),
        row.getString("note"),
        row.getInteger("total_cents"),
        row.getString("currency"),
        new JsonArray(row.getString("snapshot")),
        State.valueOf(row.getString("state")),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  static JsonArray snapshot(Build build) {
    JsonArray lines = new JsonArray();
    build
        .items()
        .forEach(
            item ->
                lines.add(
                    new JsonObject()
                        .put("slug", item.part().slug())
                        .put("name", item.part().fullName())
                        .put("quantity", item.quantity())
                        .put("price_cents", item.part().priceCents())));
    return lines;
  }
}
