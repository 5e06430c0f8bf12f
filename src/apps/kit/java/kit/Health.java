package kit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /healthz}: it lives. {@code /readyz}: and has what it needs (K16). */
public final class Health {
  private final Map<String, Supplier<Future<?>>> needs = new LinkedHashMap<>();

  /** Something the app cannot work without; fails while it is not there. */
  public void needs(String name, Supplier<Future<?>> check) {
    needs.put(name, check);
  }

  Future<Void> live(RoutingContext ctx) {
    return answer(ctx, 200, new JsonObject().put("ok", true));
  }

  Future<Void> ready(RoutingContext ctx) {
    JsonObject parts = new JsonObject();
    Future<Void> checked = Future.succeededFuture();
    for (var need : needs.entrySet()) {
      checked =
          checked
              .compose(v -> need.getValue().get())
              .transform(
                  result -> {
                    parts.put(need.getKey(), result.succeeded());
                    return Future.succeededFuture();
                  });
    }
    return checked.compose(
        v -> {
          boolean ok = parts.stream().allMatch(part -> (boolean) part.getValue());
          return answer(ctx, ok ? 200 : 503, new JsonObject().put("ok", ok).put("needs", parts));
        });
  }

  private static Future<Void> answer(RoutingContext ctx, int status, JsonObject body) {
    return ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(body.toBuffer());
  }
}
