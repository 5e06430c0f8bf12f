package parts;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/**
 * A part of the catalogue.
 *
 * @param slug its name in addresses
 * @param priceCents hundredths of the currency
 * @param ratingTimes2 half points, 0 to 20
 * @param hidden no longer offered, but builds may have it
 * @param version counts its changes
 */
public record Part(
    int id,
    String slug,
    PartType type,
    String brand,
    String name,
    String category,
    String subCategory,
    int priceCents,
    String currency,
    int ratingTimes2,
    boolean hidden,
    Specs specs,
    int version) {

  static final String COLUMNS =
      "id, slug, type, brand, name, category, sub_category, price_cents, currency, rating_x2,"
          + " hidden, specs, version";

  static Part of(Row row) {
    return new Part(
        row.getInteger("id"),
        row.getString("slug"),
        PartType.valueOf(row.getString("type")),
        row.getString("brand"),
        row.getString("name"),
        row.getString("category"),
        row.getString("sub_category"),
        row.getInteger("price_cents"),
        row.getString("currency"),
        row.getInteger("rating_x2"),
        row.getBoolean("hidden"),
        Specs.of(new JsonObject(row.getString("specs"))),
        row.getInteger("version"));
  }

  public String fullName() {
    return brand + " " + name;
  }

  public double rating() {
    return ratingTimes2 / 2.0;
  }

  /** As everybody may have it. */
  public JsonObject json() {
    return new JsonObject()
        .put("slug", slug)
        .put("type", type.name())
        .put("brand", brand)
        .put("name", name)
        .put("category", category)
        .put("sub_category", subCategory)
        .put("price_cents", priceCents)
        .put("currency", currency)
        .put("rating", rating())
        .put("specs", new JsonObject(specs.sorted()));
  }

  Part hidden(boolean now) {
    return new Part(
        id,
        slug,
        type,
        brand,
        name,
        category,
        subCategory,
        priceCents,
        currency,
        ratingTimes2,
        now,
        specs,
        version);
  }
}
