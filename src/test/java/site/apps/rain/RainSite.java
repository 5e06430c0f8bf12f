package site.apps.rain;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kit.Database;
import rain.RainVerticle;
import site.Await;
import site.Ports;
import site.app.AppContext;
import site.app.Command;
import site.app.Commands;
import site.apps.Visitor;

/** The app alone, with a database, on a port of its own. */
final class RainSite implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final Database database;
  private final AppContext app;

  RainSite(Path folder, Clock clock, JsonObject settings, JsonObject config) throws Exception {
    database = Database.of(vertx, settings);
    JsonObject all = config.copy().put("database", settings).put("port", port);
    app = new AppContext("rain", 1, folder, folder.resolve("outbox"));
    await(
        vertx.deployVerticle(new RainVerticle(app, clock), new DeploymentOptions().setConfig(all)));
    await(database.start(ready -> Future.succeededFuture()));
  }

  /** What it has counted. */
  Map<String, Long> events() {
    return app.counters().numbers();
  }

  /** What a command of the app returned and said. */
  record Said(int code, List<String> lines) {}

  /** Tells the app, as the server would. */
  Said command(String name, String... arguments) throws Exception {
    Commands.Offer offer = app.commands().find(name).orElseThrow();
    List<String> lines = new CopyOnWriteArrayList<>();
    Promise<Integer> code = Promise.promise();
    offer
        .context()
        .runOnContext(
            v -> {
              try {
                offer.command().run(new Told(List.of(arguments), lines)).onComplete(code);
              } catch (Exception e) {
                code.fail(e);
              }
            });
    return new Said(await(code.future()), lines);
  }

  private record Told(List<String> arguments, List<String> lines) implements Command.Call {
    @Override
    public void say(String line) {
      lines.add(line);
    }

    @Override
    public boolean isOver() {
      return false;
    }
  }

  Visitor visitor() {
    return new Visitor(URI.create("http://127.0.0.1:" + port + "/"));
  }

  /** The first number of the only row. */
  long number(String sql, Object... values) throws Exception {
    return await(database.sql().compose(client -> client.run(sql, values)))
        .iterator()
        .next()
        .getLong(0);
  }

  void run(String sql, Object... values) throws Exception {
    await(database.sql().compose(client -> client.run(sql, values)));
  }

  /** When so many runs of the collector are over. */
  void awaitRuns(int runs) {
    Await.until(
        () -> {
          try {
            return number("SELECT COUNT(*) FROM job_run WHERE name = 'collect'") >= runs;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static <T> T await(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws ExecutionException, TimeoutException {
    try {
      await(vertx.close());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
