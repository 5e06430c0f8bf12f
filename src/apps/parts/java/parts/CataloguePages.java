package parts;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kit.ETags;
import kit.Failure;
import kit.Kit;
import kit.Page;
import kit.Tokens;

/** What everybody may look at: the start page, the table, one part, and the same as data. */
final class CataloguePages {
  private final Kit kit;
  private final Parts parts;
  private final Builds builds;
  private final String deployment;

  /**
   * @param deployment names the code that writes the pages
   */
  CataloguePages(Kit kit, Parts parts, Builds builds, String deployment) {
    this.kit = kit;
    this.parts = parts;
    this.builds = builds;
    this.deployment = deployment;
  }

  void mount() {
    kit.get("/", this::start);
    kit.get("/table", this::table);
    kit.get("/parts/:slug", this::part);
    kit.get("/data", this::json);
    kit.get("/data.csv", this::csv);
  }

  private Future<?> start(RoutingContext ctx) {
    return parts
        .catalogue()
        .compose(
            catalogue ->
                builds
                    .newest(catalogue)
                    .compose(
                        newest ->
                            kit.pages()
                                .show(
                                    ctx,
                                    "start",
                                    Map.of("catalogue", catalogue, "newest", newest))));
  }

  private Future<?> table(RoutingContext ctx) {
    return parts
        .catalogue()
        .compose(
            catalogue ->
                isKnown(ctx, catalogue, "page")
                    ? ctx.response().setStatusCode(304).end()
                    : table(ctx, catalogue));
  }

  private Future<Void> table(RoutingContext ctx, Catalogue catalogue) {
    Filter filter = Filter.of(ctx.queryParams());
    Slice slice = Slice.of(filter.of(catalogue.offered()), filter.page(), filter.size());
    return kit.pages()
        .show(ctx, "table", Map.of("catalogue", catalogue, "filter", filter, "slice", slice));
  }

  private Future<?> part(RoutingContext ctx) {
    return parts
        .catalogue()
        .compose(
            catalogue -> {
              Part part =
                  catalogue
                      .part(ctx.pathParam("slug"))
                      .filter(found -> !found.hidden())
                      .orElseThrow(() -> new Failure(404, "no part " + ctx.pathParam("slug")));
              return kit.pages()
                  .show(ctx, "part", Map.of("part", part, "fitting", fitting(part, catalogue)));
            });
  }

  /** Of the types this one has a rule with, what goes with it. */
  private static Map<PartType, List<Part>> fitting(Part part, Catalogue catalogue) {
    Map<PartType, List<Part>> fitting = new java.util.EnumMap<>(PartType.class);
    for (PartType type : PartType.values()) {
      List<Part> others =
          type == part.type()
              ? List.of()
              : catalogue.offered(type).stream()
                  .filter(other -> Rules.against(other, Build.of(part)).isEmpty())
                  .toList();
      if (!others.isEmpty() && others.size() < catalogue.offered(type).size()) {
        fitting.put(type, others);
      }
    }
    return fitting;
  }

  private Future<?> json(RoutingContext ctx) {
    return parts
        .catalogue()
        .compose(
            catalogue -> {
              if (isKnown(ctx, catalogue, "json")) {
                return ctx.response().setStatusCode(304).end();
              }
              List<Part> found = Filter.of(ctx.queryParams()).of(catalogue.offered());
              return ctx.response()
                  .putHeader("content-type", "application/json")
                  .end(
                      new JsonArray(new ArrayList<>(found.stream().map(Part::json).toList()))
                          .toBuffer());
            });
  }

  private Future<?> csv(RoutingContext ctx) {
    return parts
        .catalogue()
        .map(catalogue -> Filter.of(ctx.queryParams()).of(catalogue.offered()))
        .compose(
            found ->
                ctx.response()
                    .putHeader("content-type", "text/csv; charset=utf-8")
                    .putHeader("content-disposition", "attachment; filename=\"parts.csv\"")
                    .end(Import.csv(found)));
  }

  /** Names all that such a page depends on; true when the browser has this one. */
  private boolean isKnown(RoutingContext ctx, Catalogue catalogue, String kind) {
    Page page = kit.pages().page(ctx);
    String all =
        String.join(
            "|",
            deployment,
            Long.toString(catalogue.version()),
            String.valueOf(ctx.request().query()),
            page.url("/"),
            page.locale().getLanguage(),
            page.theme().word());
    String etag = "W/\"" + Tokens.hash(kind, all).substring(0, 20) + "\"";
    ctx.response().putHeader("etag", etag);
    String known = ctx.request().getHeader("if-none-match");
    return known != null && ETags.matches(known, etag);
  }
}
