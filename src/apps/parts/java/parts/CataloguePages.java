package parts;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import kit.Failure;
import kit.Kit;

/** What everybody may look at: the start page, the table, one part, and the same as data. */
final class CataloguePages {
  private final Kit kit;
  private final Parts parts;
  private final Builds builds;

  CataloguePages(Kit kit, Parts parts, Builds builds) {
    this.kit = kit;
    this.parts = parts;
    this.builds = builds;
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
                kit.pages()
                    .showKept(ctx, catalogue.version(), "table", () -> table(ctx, catalogue)));
  }

  private static Map<String, Object> table(RoutingContext ctx, Catalogue catalogue) {
    Filter filter = Filter.of(ctx.queryParams());
    Slice slice = Slice.of(filter.of(catalogue.offered()), filter.page(), filter.size());
    return Map.of("catalogue", catalogue, "filter", filter, "slice", slice);
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
    return data(
        ctx,
        "application/json",
        found ->
            new JsonArray(new ArrayList<>(found.stream().map(Part::json).toList())).toBuffer());
  }

  private Future<?> csv(RoutingContext ctx) {
    ctx.response().putHeader("content-disposition", "attachment; filename=\"parts.csv\"");
    return data(ctx, "text/csv; charset=utf-8", found -> Buffer.buffer(Import.csv(found)));
  }

  private Future<?> data(RoutingContext ctx, String type, Function<List<Part>, Buffer> written) {
    return parts
        .catalogue()
        .compose(
            catalogue ->
                kit.pages()
                    .answerKept(
                        ctx,
                        catalogue.version(),
                        type,
                        () -> written.apply(Filter.of(ctx.queryParams()).of(catalogue.offered()))));
  }
}
