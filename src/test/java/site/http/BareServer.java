package site.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One action behind a real socket, and nothing else: no routes, no middleware, no hygiene. */
public final class BareServer implements AutoCloseable {
  private final Vertx vertx;
  private final HttpServer server;
  private final Failures failures = new Failures();
  private final BlockingQueue<Exchange> over = new LinkedBlockingQueue<>();

  private BareServer(Vertx vertx, HttpServer server) {
    this.vertx = vertx;
    this.server = server;
  }

  public static BareServer start(Vertx vertx, Action action) {
    return start(vertx, new HttpServerOptions(), action, x -> {});
  }

  /** Starts; each exchange is prepared before the action gets it. */
  public static BareServer start(
      Vertx vertx, HttpServerOptions options, Action action, Consumer<Exchange> prepare) {
    HttpServer http = vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0));
    var server = new BareServer(vertx, http);
    http.requestHandler(request -> server.handle(exchange(request), prepare, action));
    http.listen().toCompletionStage().toCompletableFuture().join();
    return server;
  }

  public int port() {
    return server.actualPort();
  }

  /** The next exchange that is over, waited for. */
  public Exchange nextOver() {
    try {
      Exchange exchange = over.poll(20, TimeUnit.SECONDS);
      if (exchange == null) {
        throw new AssertionError("no exchange ended in 20 s");
      }
      return exchange;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void handle(Exchange exchange, Consumer<Exchange> prepare, Action action) {
    prepare.accept(exchange);
    action
        .handle(exchange)
        .recover(failure -> failures.respond(exchange, failure))
        .onComplete(done -> over.add(exchange));
  }

  private static Exchange exchange(HttpServerRequest request) {
    return new Exchange(
        request,
        "id-<1>",
        new Client(null, 0, false, false),
        new Authority("site.test", -1),
        path(request.path()),
        request.query(),
        Instant.now());
  }

  /** The two forms of a path that is normalised already. */
  public static RequestPath path(String encoded) {
    String kept = encoded.replaceAll("(?i)%2f", "%252F").replace("+", "%2B");
    return new RequestPath(encoded, URLDecoder.decode(kept, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
