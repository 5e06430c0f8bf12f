package site.admin;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import site.deploy.Deployment;
import site.deploy.DeploymentState;
import site.revision.Revisions;

/** Answers what the command line asks and wants of apps. */
final class AppRoutes {
  private final Revisions revisions;

  AppRoutes(Revisions revisions) {
    this.revisions = revisions;
  }

  /** What becomes of one app. */
  @FunctionalInterface
  private interface Change extends BiFunction<Deployment, RoutingContext, Future<String>> {}

  void addTo(Router router) {
    router.get("/apps").handler(this::list);
    add(router, "deploy", (app, ctx) -> app.deploy(Path.of(ctx.queryParams().get("file"))));
    add(router, "restart", (app, ctx) -> app.restart());
    add(router, "rollback", (app, ctx) -> app.rollback());
    add(router, "promote", (app, ctx) -> app.promote());
    add(router, "abort", (app, ctx) -> app.abort());
    new AppCommandRoutes(this).addTo(router);
  }

  private void add(Router router, String verb, Change change) {
    router.post("/apps/:name/" + verb).handler(ctx -> change(ctx, change));
  }

  private void change(RoutingContext ctx, Change change) {
    find(ctx)
        .ifPresent(
            app ->
                change
                    .apply(app, ctx)
                    .onSuccess(sentence -> AdminSocket.answer(ctx, 200, sentence))
                    .onFailure(t -> AdminSocket.answer(ctx, 422, t.getMessage())));
  }

  /** The app the path names; one that is not there has been answered. */
  Optional<Deployment> find(RoutingContext ctx) {
    String name = ctx.pathParam("name");
    Optional<Deployment> app = revisions.app(name);
    if (app.isEmpty()) {
      AdminSocket.answer(ctx, 404, "no app \"" + name + "\" (there are: " + names() + ")");
    }
    return app;
  }

  private String names() {
    return revisions.state().apps().stream()
        .map(DeploymentState::name)
        .collect(Collectors.joining(", "));
  }

  private void list(RoutingContext ctx) {
    List<DeploymentState> apps = revisions.state().apps();
    if ("application/json".equals(ctx.request().getHeader("accept"))) {
      JsonArray array = new JsonArray();
      apps.forEach(app -> array.add(StatusText.appJson(app)));
      ctx.json(array);
    } else {
      ctx.response()
          .putHeader("content-type", "text/plain; charset=utf-8")
          .end(AppTable.text(apps));
    }
  }
}
