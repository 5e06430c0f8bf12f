package site.admin;

import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import site.acme.CertDesk;

/** What the command line may ask of a running server's certificates. */
final class CertRoutes {
  private final CertDesk desk;

  CertRoutes(CertDesk desk) {
    this.desk = desk;
  }

  void addTo(Router router) {
    router.get("/cert").handler(ctx -> json(ctx, CertJson.of(desk.reports()).encodePrettily()));
    router.post("/cert/:id/renew").handler(ctx -> tell(ctx, this::renew));
    router.post("/cert/:id/revoke").handler(ctx -> tell(ctx, this::revoke));
    router
        .post("/cert-account/rotate-key")
        .handler(ctx -> tell(ctx, asked -> desk.rotateKey(parameter(asked, "ca"))));
    router
        .post("/cert-account/agree")
        .handler(ctx -> tell(ctx, asked -> desk.agree(parameter(asked, "ca"))));
    router
        .post("/cert-account/deactivate")
        .handler(ctx -> tell(ctx, asked -> desk.deactivate(parameter(asked, "ca"))));
  }

  private Future<String> renew(RoutingContext ctx) {
    if (parameter(ctx, "staging").isPresent()) {
      return desk.rehearse(ctx.pathParam("id"));
    }
    return desk.renew(ctx.pathParam("id"), parameter(ctx, "force").isPresent());
  }

  private Future<String> revoke(RoutingContext ctx) {
    return desk.revoke(
        ctx.pathParam("id"),
        parameter(ctx, "reason").orElse("unspecified"),
        parameter(ctx, "replace").isPresent());
  }

  private static Optional<String> parameter(RoutingContext ctx, String name) {
    return Optional.ofNullable(ctx.queryParams().get(name));
  }

  private static void json(RoutingContext ctx, String text) {
    ctx.response().putHeader("content-type", "application/json").end(text + "\n");
  }

  private static void tell(RoutingContext ctx, Function<RoutingContext, Future<String>> question) {
    question
        .apply(ctx)
        .onSuccess(answer -> AdminSocket.answer(ctx, 200, answer))
        .onFailure(t -> AdminSocket.answer(ctx, 422, t.getMessage()));
  }
}
