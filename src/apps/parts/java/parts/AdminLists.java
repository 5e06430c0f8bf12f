package parts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Sql;

/** For admins: the whole catalogue in and out, and the requests for a quote. */
final class AdminLists {
  static final int BODY = 2 * 1024 * 1024;

  private final Kit kit;
  private final Parts parts;
  private final Quotes quotes;
  private final Audit audit;
  private final Admins admins;

  AdminLists(Kit kit, Parts parts, Quotes quotes, Audit audit, Admins admins) {
    this.kit = kit;
    this.parts = parts;
    this.quotes = quotes;
    this.audit = audit;
    this.admins = admins;
  }

  void mount() {
    kit.get("/admin/export.json", this::json);
    kit.get("/admin/export.csv", this::csv);
    kit.get("/admin/import", ctx -> show(ctx, Form.empty(), List.of()));
    kit.post("/admin/import", BODY, this::take);
    kit.get("/order_table", this::orders);
    kit.post("/admin/orders/:ref", BODY, this::move);
  }

  private Future<?> json(RoutingContext ctx) {
    admins.user(ctx);
    return parts
        .catalogue()
        .map(catalogue -> catalogue.all().stream().map(part -> Draft.of(part).json()).toList())
        .compose(
            all ->
                ctx.response()
                    .putHeader("content-type", "application/json")
                    .putHeader("content-disposition", "attachment; filename=\"parts.json\"")
                    .end(new JsonArray(all).encodePrettily()));
  }

  private Future<?> csv(RoutingContext ctx) {
    admins.user(ctx);
    return parts
        .catalogue()
        .compose(
            catalogue ->
                ctx.response()
                    .putHeader("content-type", "text/csv; charset=utf-8")
                    .putHeader("content-disposition", "attachment; filename=\"parts.csv\"")
                    .end(Import.csv(catalogue.all())));
  }

  private Future<Void> show(RoutingContext ctx, Form form, List<Import.Fault> errors) {
    return kit.pages()
        .show(
            ctx, "admin/import", Map.of("user", admins.user(ctx), "form", form, "errors", errors));
  }

  private Future<?> take(RoutingContext ctx) {
    String user = admins.user(ctx);
    Form form = kit.forms().read(ctx);
    Import list = Import.of(form.lines("list"));
    if (!list.errors().isEmpty() || list.drafts().isEmpty()) {
      ctx.response().setStatusCode(422);
      return show(ctx, form, list.errors());
    }
    return kit.database()
        .transaction(sql -> takeAll(sql, user, list.drafts()))
        .compose(v -> kit.seeOther(ctx, "/admin"));
  }

  private Future<Void> takeAll(Sql sql, String user, List<Draft> drafts) {
    Future<Void> chain = Future.succeededFuture();
    for (Draft draft : drafts) {
      chain = chain.compose(v -> takeOne(sql, user, draft));
    }
    return chain;
  }

  private Future<Void> takeOne(Sql sql, String user, Draft draft) {
    return parts
        .find(sql, draft.slug())
        .compose(
            before -> {
              JsonObject was = before.map(part -> Draft.of(part).json()).orElse(null);
              Future<?> done =
                  before.isPresent()
                      ? parts.update(sql, before.get().id(), before.get().version(), draft)
                      : parts.insert(sql, draft);
              return done.compose(
                  v -> audit.note(sql, user, "import", draft.slug(), was, draft.json()));
            });
  }

  private Future<?> orders(RoutingContext ctx) {
    String user = admins.user(ctx);
    return quotes
        .newest()
        .compose(all -> kit.pages().show(ctx, "admin/orders", Map.of("user", user, "quotes", all)));
  }

  private Future<?> move(RoutingContext ctx) {
    String user = admins.user(ctx);
    Form form = kit.forms().read(ctx);
    String ref = ctx.pathParam("ref");
    Quote.State state =
        Stream.of(Quote.State.values())
            .filter(each -> each.name().equals(form.text("state")))
            .findFirst()
            .orElseThrow(() -> new Failure(422, "no state " + form.text("state")));
    return kit.database()
        .transaction(
            sql ->
                quotes
                    .move(sql, ref, state)
                    .compose(
                        found -> {
                          if (!found) {
                            throw new Failure(404, "no quote " + ref);
                          }
                          return audit.note(
                              sql,
                              user,
                              "quote",
                              ref,
                              null,
                              new JsonObject().put("state", state.name()));
                        }))
        .compose(v -> kit.seeOther(ctx, "/order_table"));
  }
}
