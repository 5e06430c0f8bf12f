package kit;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code /healthz}: it lives. {@code /readyz}: and has what it needs, or else 503 (K16). What it
 * merely uses is told there, too, and makes it no less ready: src/doc/decisions.md, "What makes an
 * app unready".
 */
public final class Health {
  private final Map<String, Supplier<Future<?>>> needs = new LinkedHashMap<>();
  private final Map<String, Supplier<String>> uses = new LinkedHashMap<>();

  /** Something the app cannot work without; fails while it is not there. */
  public void needs(String name, Supplier<Future<?>> check) {
    needs.put(name, check);
  }

  /** Something pages go on without; tells what is wrong with it, in words for everybody. */
  public void uses(String name, Supplier<String> trouble) {
    uses.put(name, trouble);
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
          JsonObject body = new JsonObject().put("ok", ok).put("needs", parts).put("uses", used());
          return answer(ctx, ok ? 200 : 503, body);
        });
  }

  private JsonObject used() {
    JsonObject states = new JsonObject();
    uses.forEach(
        (name, trouble) -> {
          String wrong = trouble.get();
          states.put(name, wrong.isEmpty() ? "well" : wrong);
        });
    return states;
  }

  private static Future<Void> answer(RoutingContext ctx, int status, JsonObject body) {
    return ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end(body.toBuffer());
  }
}
