package parts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kit.Failure;
import kit.Form;
import kit.Kit;
import kit.Page;

/** Choosing parts: the builder, its changes, and the page of a build everybody may look at. */
final class BuilderPages {
  private static final int BODY = 8 * 1024;
  private static final int MOST_OF_ONE = 8;
  private static final String NEW = "new";

  private final Kit kit;
  private final Parts parts;
  private final Builds builds;

  BuilderPages(Kit kit, Parts parts, Builds builds) {
    this.kit = kit;
    this.parts = parts;
    this.builds = builds;
  }

  void mount() {
    kit.get("/main", this::builder);
    kit.get("/builds/:code", this::shared);
    kit.post("/builds", BODY, this::create);
    kit.post("/builds/:code/items", BODY, this::change);
    kit.post("/builds/:code/name", BODY, this::name);
  }

  private Future<?> builder(RoutingContext ctx) {
    Optional<String> asked =
        Optional.ofNullable(ctx.queryParams().get("build")).or(() -> builds.mine(ctx));
    return asked.isEmpty()
        ? parts.catalogue().compose(catalogue -> builder(ctx, catalogue, Build.of()))
        : builds
            .isMine(ctx, asked.get())
            .compose(mine -> mine ? mine(ctx, asked.get()) : notMine(ctx, asked.get()));
  }

  private Future<Void> mine(RoutingContext ctx, String code) {
    return parts
        .catalogue()
        .compose(
            catalogue ->
                builds.find(code, catalogue).compose(build -> builder(ctx, catalogue, build)));
  }

  private Future<Void> notMine(RoutingContext ctx, String code) {
    boolean isAsked = ctx.queryParams().contains("build");
    return isAsked && code.matches(Builds.CODE)
        ? kit.seeOther(ctx, "/builds/" + code)
        : parts.catalogue().compose(catalogue -> builder(ctx, catalogue, Build.of()));
  }

  private Future<Void> builder(RoutingContext ctx, Catalogue catalogue, Build build) {
    boolean all = "all".equals(ctx.queryParams().get("show"));
    return kit.pages()
        .show(
            ctx,
            "builder",
            Map.of(
                "build",
                build,
                "code",
                build.code().isEmpty() ? NEW : build.code(),
                "choices",
                Choices.of(catalogue, build, all),
                "findings",
                Rules.check(build)));
  }

  private Future<?> shared(RoutingContext ctx) {
    String code = ctx.pathParam("code");
    boolean asData = code.endsWith(".json");
    String plain = asData ? code.substring(0, code.length() - 5) : code;
    return parts
        .catalogue()
        .compose(catalogue -> builds.find(plain, catalogue))
        .compose(
            build ->
                asData
                    ? answer(ctx, build)
                    : kit.pages()
                        .show(
                            ctx, "build", Map.of("build", build, "findings", Rules.check(build))));
  }

  private Future<?> create(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    String from = form.text("from");
    return parts
        .catalogue()
        .compose(
            catalogue ->
                from.isEmpty() ? Future.succeededFuture(Build.of()) : builds.find(from, catalogue))
        .compose(build -> create(ctx, build))
        .compose(code -> kit.seeOther(ctx, "/main?build=" + code));
  }

  /** The first choice makes the build; what a browser may not change it is told with 403. */
  private Future<?> change(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    return own(ctx)
        .compose(
            code ->
                parts
                    .catalogue()
                    .compose(
                        catalogue ->
                            builds
                                .find(code, catalogue)
                                .compose(build -> change(form, catalogue, build)))
                    .compose(v -> answered(ctx, code, form)));
  }

  private Future<String> own(RoutingContext ctx) {
    String code = ctx.pathParam("code");
    if (!code.equals(NEW)) {
      return builds.isMine(ctx, code).map(mine -> ifMine(code, mine));
    }
    Optional<String> mine = builds.mine(ctx);
    return mine.map(last -> builds.isMine(ctx, last))
        .orElse(Future.succeededFuture(false))
        .compose(is -> is ? Future.succeededFuture(mine.orElseThrow()) : create(ctx, Build.of()));
  }

  private Future<String> create(RoutingContext ctx, Build build) {
    return builds.create(ctx, build).onSuccess(code -> kit.counters().count("builds"));
  }

  private static String ifMine(String code, boolean mine) {
    if (!mine) {
      throw new Failure(403, "not the maker of build " + code);
    }
    return code;
  }

  private Future<Void> change(Form form, Catalogue catalogue, Build build) {
    String removed = form.text("remove");
    if (!removed.isEmpty()) {
      return builds.remove(build, known(catalogue, removed));
    }
    if (form.text("part").isEmpty()) {
      return clear(form, build);
    }
    Part part = known(catalogue, form.text("part"));
    if (part.hidden()
        || !(form.text("slot").isEmpty() || form.text("slot").equals(part.type().name()))) {
      throw new Failure(422, part.slug() + " does not go there");
    }
    return builds.put(build, part, part.type().isSeveral() ? quantity(form.text("qty")) : 1);
  }

  /** The choice of nothing in a list of which one is chosen. */
  private Future<Void> clear(Form form, Build build) {
    return PartType.of(form.text("slot"))
        .filter(type -> !type.isSeveral())
        .flatMap(build::one)
        .map(part -> builds.remove(build, part))
        .orElse(Future.succeededFuture());
  }

  private static Part known(Catalogue catalogue, String slug) {
    return catalogue.part(slug).orElseThrow(() -> new Failure(422, "no part " + slug));
  }

  private static int quantity(String typed) {
    if (typed.isEmpty()) {
      return 1;
    }
    if (!typed.matches("\\d") || typed.equals("0") || Integer.parseInt(typed) > MOST_OF_ONE) {
      throw new Failure(422, "not a number of parts: " + typed);
    }
    return Integer.parseInt(typed);
  }

  private Future<?> answered(RoutingContext ctx, String code, Form form) {
    String accept = ctx.request().getHeader("accept");
    if (accept != null && accept.startsWith("application/json")) {
      return parts
          .catalogue()
          .compose(catalogue -> builds.find(code, catalogue))
          .compose(build -> answer(ctx, build));
    }
    String show = form.text("show").equals("all") ? "&show=all" : "";
    return kit.seeOther(ctx, "/main?build=" + code + show);
  }

  private Future<?> name(RoutingContext ctx) {
    Form form = kit.forms().read(ctx);
    String name = form.text("name");
    if (name.length() > 80) {
      throw new Failure(422, "a name of more than 80 characters");
    }
    return own(ctx)
        .compose(
            code ->
                parts
                    .catalogue()
                    .compose(catalogue -> builds.find(code, catalogue))
                    .compose(build -> builds.name(build, name, form.isChecked("public")))
                    .compose(v -> kit.seeOther(ctx, "/main?build=" + code)));
  }

  private Future<Void> answer(RoutingContext ctx, Build build) {
    Page page = kit.pages().page(ctx);
    JsonArray items = Quote.snapshot(build);
    JsonArray findings = new JsonArray();
    for (Finding finding : Rules.check(build)) {
      findings.add(
          new JsonObject()
              .put("rule", finding.rule())
              .put("level", finding.level().name().toLowerCase(java.util.Locale.ROOT))
              .put("text", Said.finding(page, finding)));
    }
    return ctx.response()
        .putHeader("content-type", "application/json")
        .end(
            new JsonObject()
                .put("code", build.code())
                .put("name", build.name())
                .put("items", items)
                .put("total_cents", build.totalCents())
                .put("currency", build.currency())
                .put("findings", findings)
                .toBuffer());
  }

  static List<Integer> quantities() {
    return List.of(1, 2, 3, 4, 5, 6, 7, MOST_OF_ONE);
  }
}
