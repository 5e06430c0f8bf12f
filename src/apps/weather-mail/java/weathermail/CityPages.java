package weathermail;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import kit.ETags;
import kit.Kit;
import kit.weather.Cities;
import kit.weather.City;

/** Cities while somebody types. */
final class CityPages {
  private static final int LEAST_TYPED = 2;
  private static final int MOST = 20;

  private final Kit kit;
  private final Cities cities;

  CityPages(Kit kit, Cities cities) {
    this.kit = kit;
    this.cities = cities;
  }

  void mount() {
    kit.get("/cities.json", this::find);
  }

  private Future<Void> find(RoutingContext ctx) {
    String typed = Optional.ofNullable(ctx.queryParams().get("q")).orElse("").strip();
    List<City> found = typed.length() < LEAST_TYPED ? List.of() : cities.search(typed, MOST);
    return tagged(ctx, json(found).toBuffer());
  }

  private static JsonArray json(List<City> cities) {
    JsonArray all = new JsonArray();
    cities.forEach(
        city ->
            all.add(
                new JsonObject()
                    .put("id", city.id())
                    .put("label", city.label())
                    .put("lat", city.lat())
                    .put("lon", city.lon())
                    .put("tz", city.zone().getId())));
    return all;
  }

  /** Whoever has it already is told so (RFC 9110 13.1.2). */
  private static Future<Void> tagged(RoutingContext ctx, Buffer json) {
    CRC32C sum = new CRC32C();
    sum.update(json.getBytes());
    String etag = "W/\"" + Long.toHexString(sum.getValue()) + "\"";
    ctx.response().putHeader("cache-control", "public, max-age=86400").putHeader("etag", etag);
    String known = ctx.request().getHeader("if-none-match");
    if (known != null && ETags.matches(known, etag)) {
      return ctx.response().setStatusCode(304).end();
    }
    return ctx.response().putHeader("content-type", "application/json").end(json);
  }
}
