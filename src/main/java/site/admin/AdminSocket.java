package site.admin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import site.acme.CertDesk;
import site.revision.Revisions;
import site.revision.ServerState;
import site.server.ListenFailure;
import site.server.SocketFile;

/**
 * Answers the command line: status, reload, stop, apps, certificates. Whoever may open the socket
 * may ask.
 */
public final class AdminSocket {
  private final Vertx vertx;
  private final Revisions revisions;
  private final CertDesk certificates;
  private final Runnable stop;

  /**
   * Not listening yet.
   *
   * @param stop begins the graceful end of the process and returns at once
   */
  public AdminSocket(Vertx vertx, Revisions revisions, CertDesk certificates, Runnable stop) {
    this.vertx = vertx;
    this.revisions = revisions;
    this.certificates = certificates;
    this.stop = stop;
  }

  /** Listens on a socket only the owner of the process can open. */
  public Future<Open> listen(Path path) {
    SocketFile file = new SocketFile(path, "0600", Optional.empty());
    HttpServer server = vertx.createHttpServer(new HttpServerOptions()).requestHandler(router());
    return blocking(file::blockingPrepare)
        .compose(v -> server.listen(SocketAddress.domainSocketAddress(file.bound().toString())))
        .compose(listening -> blocking(file::blockingPublish))
        .map(v -> new Open(server, () -> blocking(file::blockingRemove)))
        .recover(t -> Future.failedFuture(new ListenFailure("admin socket: " + t.getMessage())));
  }

  /** A listening admin socket. */
  public record Open(HttpServer server, Supplier<Future<Void>> remove) {
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

  private Router router() {
    Router router = Router.router(vertx);
    router.get("/status").handler(this::status);
    router.post("/reload").handler(this::reload);
    router.post("/stop").handler(this::stop);
    new AppRoutes(revisions).addTo(router);
    new CacheRoutes(revisions).addTo(router);
    new CertRoutes(certificates).addTo(router);
    return router;
  }

  private void status(RoutingContext ctx) {
    boolean json = "application/json".equals(ctx.request().getHeader("accept"));
    ServerState now = revisions.state();
    ctx.response()
        .putHeader("content-type", json ? "application/json" : "text/plain; charset=utf-8")
        .end(json ? StatusText.json(now).encodePrettily() + "\n" : StatusText.text(now));
  }

  private void reload(RoutingContext ctx) {
    revisions
        .reload()
        .onSuccess(summary -> answer(ctx, 200, summary))
        .onFailure(t -> answer(ctx, 422, t.getMessage()));
  }

  private void stop(RoutingContext ctx) {
    answer(ctx, 202, "stopping");
    stop.run();
  }

  static void answer(RoutingContext ctx, int status, String text) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("content-type", "text/plain; charset=utf-8")
        .end(text + "\n");
  }
}
