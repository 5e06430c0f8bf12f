package parts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.DatabaseException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Sql;

/** Changing the catalogue: one part at a time, each change with a row in the audit log. */
final class AdminPages {
  private static final int BODY = 32 * 1024;
  private static final int DUPLICATE = 1062;

  private final Kit kit;
  private final Parts parts;
  private final Audit audit;
  private final Admins admins;

  AdminPages(Kit kit, Parts parts, Audit audit, Admins admins) {
    this.kit = kit;
    this.parts = parts;
    this.audit = audit;
    this.admins = admins;
  }

  void mount() {
    kit.get("/admin", this::list);
    kit.get("/admin/parts/new", ctx -> edit(ctx, Optional.empty()));
    kit.get("/admin/parts/:slug", this::edit);
    kit.post("/admin/parts/new", BODY, this::create);
    kit.post("/admin/parts/:slug", BODY, this::save);
    kit.post("/admin/parts/:slug/remove", BODY, this::remove);
    kit.get("/admin/audit", this::log);
  }

  private Future<?> list(RoutingContext ctx) {
    String user = admins.user(ctx);
    return parts
        .catalogue()
        .compose(
            catalogue ->
                kit.pages().show(ctx, "admin/list", Map.of("user", user, "all", catalogue.all())));
  }

  private Future<?> edit(RoutingContext ctx) {
    String slug = ctx.pathParam("slug");
    return parts
        .catalogue()
        .map(
            catalogue ->
                catalogue.part(slug).orElseThrow(() -> new Failure(404, "no part " + slug)))
        .compose(part -> edit(ctx, Optional.of(part)));
  }

  private Future<Void> edit(RoutingContext ctx, Optional<Part> part) {
    Form form = Form.empty();
    part.ifPresent(
        found -> {
          fill(form, Draft.of(found));
          form.with("version", Integer.toString(found.version()));
        });
    return show(ctx, form, part.map(Part::slug).orElse("new"));
  }

  private Future<Void> show(RoutingContext ctx, Form form, String slug) {
    return kit.pages()
        .show(ctx, "admin/part", Map.of("user", admins.user(ctx), "form", form, "slug", slug));
  }

  private Future<?> create(RoutingContext ctx) {
    String user = admins.user(ctx);
    Form form = kit.forms().read(ctx);
    Draft draft = draft(form);
    if (!form.isRight()) {
      return again(ctx, form, "new");
    }
    return kit.database()
        .transaction(
            sql ->
                parts
                    .insert(sql, draft)
                    .compose(
                        v -> audit.note(sql, user, "create", draft.slug(), null, draft.json())))
        .compose(v -> kit.seeOther(ctx, "/admin#" + draft.slug()))
        .recover(failure -> taken(ctx, form, "new", failure));
  }

  private Future<?> save(RoutingContext ctx) {
    String user = admins.user(ctx);
    String slug = ctx.pathParam("slug");
    Form form = kit.forms().read(ctx);
    Draft draft = draft(form);
    if (!form.isRight()) {
      return again(ctx, form, slug);
    }
    return kit.database()
        .transaction(sql -> save(sql, user, slug, form, draft))
        .compose(
            other ->
                other.isEmpty()
                    ? kit.seeOther(ctx, "/admin#" + draft.slug())
                    : conflict(ctx, form, draft, other.get()))
        .recover(failure -> taken(ctx, form, slug, failure));
  }

  /** What somebody else has made of it meanwhile; empty when it is saved. */
  private Future<Optional<Part>> save(Sql sql, String user, String slug, Form form, Draft draft) {
    return parts
        .current(sql, slug)
        .compose(
            before -> {
              if (!form.text("version").equals(Integer.toString(before.version()))) {
                return Future.succeededFuture(Optional.of(before));
              }
              return parts
                  .update(sql, before.id(), before.version(), draft)
                  .compose(
                      v ->
                          audit.note(
                              sql, user, "edit", slug, Draft.of(before).json(), draft.json()))
                  .map(Optional.empty());
            });
  }

  private Future<Void> conflict(RoutingContext ctx, Form form, Draft mine, Part theirs) {
    ctx.response().setStatusCode(409);
    return kit.pages()
        .show(
            ctx,
            "admin/conflict",
            Map.of(
                "user", admins.user(ctx),
                "form", form,
                "mine", mine,
                "theirs", Draft.of(theirs),
                "version", theirs.version(),
                "slug", theirs.slug()));
  }

  private Future<?> remove(RoutingContext ctx) {
    String user = admins.user(ctx);
    kit.forms().read(ctx);
    String slug = ctx.pathParam("slug");
    return kit.database()
        .transaction(
            sql ->
                parts
                    .current(sql, slug)
                    .compose(
                        part ->
                            parts
                                .remove(sql, part)
                                .compose(
                                    gone ->
                                        audit.note(
                                            sql,
                                            user,
                                            gone ? "delete" : "hide",
                                            slug,
                                            Draft.of(part).json(),
                                            null))))
        .compose(v -> kit.seeOther(ctx, "/admin"));
  }

  private Future<?> log(RoutingContext ctx) {
    String user = admins.user(ctx);
    return audit
        .newest()
        .compose(
            entries ->
                kit.pages().show(ctx, "admin/audit", Map.of("user", user, "entries", entries)));
  }

  private Future<Void> again(RoutingContext ctx, Form form, String slug) {
    ctx.response().setStatusCode(422);
    return show(ctx, form, slug);
  }

  private Future<Void> taken(RoutingContext ctx, Form form, String slug, Throwable failure) {
    if (failure instanceof DatabaseException refused && refused.getErrorCode() == DUPLICATE) {
      form.wrong("slug", "admin.problem.taken");
      return again(ctx, form, slug);
    }
    return Future.failedFuture(failure);
  }

  private static Draft draft(Form form) {
    JsonObject json = new JsonObject();
    for (String field : Import.COLUMNS) {
      json.put(field, form.text(field));
    }
    Draft draft = Draft.of(json.put("hidden", form.isChecked("hidden")).put("specs", specs(form)));
    draft.problems().forEach(field -> form.wrong(field, "admin.problem." + field));
    return draft;
  }

  /** Lines {@code key=value}; what looks like a number is one. */
  private static JsonObject specs(Form form) {
    JsonObject specs = new JsonObject();
    for (String line : form.lines("specs").lines().toList()) {
      int sign = line.indexOf('=');
      if (sign > 0) {
        specs.put(line.substring(0, sign).strip(), value(line, line.substring(sign + 1).strip()));
      }
    }
    return specs;
  }

  /** Sizes of drives look like numbers and are names: 2.5 and 3.5. */
  private static Object value(String line, String typed) {
    return !line.startsWith("form") && typed.matches("\\d{1,9}(\\.\\d{1,4})?")
        ? new BigDecimal(typed)
        : typed;
  }

  private static void fill(Form form, Draft draft) {
    JsonObject json = draft.json();
    for (String field :
        List.of("slug", "type", "brand", "name", "sub_category", "price", "rating")) {
      form.with(field, String.valueOf(json.getValue(field)));
    }
    if (draft.hidden()) {
      form.with("hidden", "on");
    }
    form.with("specs", lines(draft.specs()));
  }

  static String lines(Specs specs) {
    return specs.sorted().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining("\n"));
  }
}
