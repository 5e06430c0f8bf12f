package site.admin;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.stream.Collectors;
import site.app.Commands.Offer;
import site.deploy.CommandRun;
import site.deploy.Deployment;
import site.deploy.DeploymentFailure;

/**
 * Hands commands to apps. What a command says goes out as it comes: {@code "> "} and a line of it,
 * at last {@code "= "} and its exit code, or {@code "! "} and why it has none.
 */
final class AppCommandRoutes {
  static final String LINE = "> ";
  static final String EXIT = "= ";
  static final String ERROR = "! ";

  /** All arguments together, in bytes. */
  private static final int MOST_ARGUMENTS = 64 * 1024;

  private final AppRoutes apps;

  AppCommandRoutes(AppRoutes apps) {
    this.apps = apps;
  }

  void addTo(Router router) {
    router
        .get("/apps/:name/commands")
        .handler(ctx -> apps.find(ctx).ifPresent(app -> list(ctx, app)));
    router
        .post("/apps/:name/commands/:command")
        .handler(BodyHandler.create(false).setBodyLimit(MOST_ARGUMENTS))
        .handler(ctx -> apps.find(ctx).ifPresent(app -> run(ctx, app)));
  }

  private static void list(RoutingContext ctx, Deployment app) {
    if ("application/json".equals(ctx.request().getHeader("accept"))) {
      JsonArray all = new JsonArray();
      app.commands()
          .forEach(c -> all.add(new JsonObject().put("name", c.name()).put("usage", c.usage())));
      ctx.json(all);
      return;
    }
    String lines =
        app.commands().stream()
            .map(c -> "%-20s %s".formatted(c.name(), c.usage()))
            .collect(Collectors.joining("\n"));
    AdminSocket.answer(ctx, 200, lines.isEmpty() ? "it has no commands" : lines);
  }

  private static void run(RoutingContext ctx, Deployment app) {
    String name = ctx.pathParam("command");
    List<String> offered = app.commands().stream().map(Offer::name).toList();
    if (!offered.contains(name)) {
      String there = offered.isEmpty() ? "it has none" : "there are: " + String.join(", ", offered);
      AdminSocket.answer(ctx, 404, "no command \"" + name + "\" (" + there + ")");
      return;
    }
    try {
      follow(ctx, app, name, ctx.request().formAttributes().getAll("argument"));
    } catch (DeploymentFailure refused) {
      AdminSocket.answer(ctx, 422, refused.getMessage());
    }
  }

  private static void follow(
      RoutingContext ctx, Deployment app, String name, List<String> arguments) {
    Context context = ctx.vertx().getOrCreateContext();
    HttpServerResponse response = ctx.response().setChunked(true);
    CommandRun run =
        app.command(name, arguments, line -> context.runOnContext(v -> tell(response, LINE, line)));
    response.closeHandler(v -> run.abandon());
    run.end()
        .onSuccess(code -> context.runOnContext(v -> end(response, EXIT, code.toString())))
        .onFailure(t -> context.runOnContext(v -> end(response, ERROR, t.getMessage())));
  }

  private static void end(HttpServerResponse response, String sign, String text) {
    tell(response, sign, text);
    if (!response.closed()) {
      response.end();
    }
  }

  /** A text of several lines is several lines. */
  private static void tell(HttpServerResponse response, String sign, String text) {
    if (!response.closed()) {
      response.write(sign + text.replaceAll("\\R", "\n" + sign) + "\n");
    }
  }
}
