package site.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import site.config.Address;
import site.revision.ServerState;
import site.server.ListenFailure;
import site.server.SocketFile;

/**
 * Shows people and monitoring how the server does: a page, metrics, health. Changes nothing, so it
 * needs no password as long as it listens on loopback.
 */
public final class AdminPages {
  private static final int IDLE_SECONDS = 60;
  private static final String NO_NAME = "ask for localhost or an IP address";

  private final Vertx vertx;
  private final Supplier<ServerState> state;
  private final BooleanSupplier stopping;
  private final Clock clock;

  /**
   * Not listening yet.
   *
   * @param state asked for each answer, on a worker
   * @param stopping whether the server was asked to end
   */
  public AdminPages(
      Vertx vertx, Supplier<ServerState> state, BooleanSupplier stopping, Clock clock) {
    this.vertx = vertx;
    this.state = state;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Listens; fails with a sentence for the operator. */
  public Future<Open> listen(Address address) {
    Future<Open> open =
        address instanceof Address.Unix unix ? listenUnix(unix) : listenTcp((Address.Tcp) address);
    return open.recover(
        t ->
            Future.failedFuture(
                new ListenFailure("admin address " + address + ": " + t.getMessage())));
  }

  private Future<Open> listenTcp(Address.Tcp address) {
    String host = address.host().isEmpty() ? "::" : address.host();
    return server()
        .listen(SocketAddress.inetSocketAddress(address.port(), host))
        .map(
            server ->
                new Open(
                    server,
                    "http://" + new Address.Tcp(shown(address), server.actualPort()),
                    () -> Future.succeededFuture()));
  }

  private static String shown(Address.Tcp address) {
    return address.host().isEmpty() ? "localhost" : address.host();
  }

  private Future<Open> listenUnix(Address.Unix address) {
    SocketFile file = new SocketFile(address.path(), "0600", Optional.empty());
    HttpServer server = server();
    return blocking(file::blockingPrepare)
        .compose(v -> server.listen(SocketAddress.domainSocketAddress(file.bound().toString())))
        .compose(listening -> blocking(file::blockingPublish))
        .map(v -> new Open(server, address.toString(), () -> blocking(file::blockingRemove)));
  }

  /** Listening admin pages; the URL has the port that the system chose. */
  public record Open(HttpServer server, String url, Supplier<Future<Void>> remove) {
    public Future<Void> close() {
      return remove.get().transform(v -> server.shutdown(Duration.ofSeconds(1)));
    }
  }

  private Future<Void> blocking(Runnable work) {
    return vertx.executeBlocking(
        () -> {
          work.run();
          return null;
        },
        false);
  }

  private HttpServer server() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setCompressionSupported(true)
            .setIdleTimeout(IDLE_SECONDS)
            // HTTP/2 has no Host to check, and a client that offers it does well without
            .setHttp2ClearTextEnabled(false);
    return vertx.createHttpServer(options).requestHandler(router());
  }

  private Router router() {
    Router router = Router.router(vertx);
    router.route().handler(AdminPages::guard);
    router.get("/").handler(ctx -> send(ctx, "text/html; charset=utf-8", this::dashboard));
    router.get("/metrics").handler(ctx -> send(ctx, Families.CONTENT_TYPE, this::metrics));
    router
        .get("/health/live")
        .handler(ctx -> json(ctx, 200, new JsonObject().put("status", "live")));
    router.get("/health/ready").handler(this::ready);
    return router;
  }

  /** Refuses what was meant for another, and tells browsers to run and remember nothing. */
  private static void guard(RoutingContext ctx) {
    ctx.response()
        .putHeader("cache-control", "no-store")
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    if (HostCheck.isOurs(ctx.request().getHeader("host"))) {
      ctx.next();
    } else {
      AdminSocket.answer(ctx, 421, NO_NAME);
    }
  }

  private String dashboard() {
    ServerState now = state.get();
    return Dashboard.page(now, Health.of(now, stopping.getAsBoolean(), clock.instant()), clock);
  }

  private String metrics() {
    return Metrics.text(state.get());
  }

  private void ready(RoutingContext ctx) {
    String app = ctx.queryParams().get("app");
    vertx
        .executeBlocking(() -> health(app), false)
        .onSuccess(
            found ->
                found.ifPresentOrElse(
                    health -> json(ctx, health.isReady() ? 200 : 503, health.json()),
                    () -> AdminSocket.answer(ctx, 404, "no app \"" + app + "\"")))
        .onFailure(ctx::fail);
  }

  private Optional<Health> health(String app) {
    ServerState now = state.get();
    return app == null
        ? Optional.of(Health.of(now, stopping.getAsBoolean(), clock.instant()))
        : Health.ofApp(now, app);
  }

  /** Made on a worker: a large server's texts shall not hold up its requests. */
  private void send(RoutingContext ctx, String type, Callable<String> text) {
    vertx
        .executeBlocking(text, false)
        .onSuccess(made -> ctx.response().putHeader("content-type", type).end(made))
        .onFailure(ctx::fail);
  }

  private static void json(RoutingContext ctx, int status, JsonObject json) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/json")
        .end(json.encodePrettily() + "\n");
  }
}
