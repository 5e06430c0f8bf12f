package site.apps.weathermail;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kit.Database;
import site.Await;
import site.Ports;
import site.app.AppContext;
import site.apps.Visitor;
import weathermail.WeatherMailVerticle;

/** The app alone, with a database, on a port of its own. */
final class WeatherMailSite implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final Database database;
  private final Path folder;
  private final Clock clock;
  private final JsonObject config;
  private String deployment;

  WeatherMailSite(Path folder, Clock clock, JsonObject settings, JsonObject config)
      throws Exception {
    this.folder = folder;
    this.clock = clock;
    this.config = config.copy().put("database", settings).put("port", port);
    database = Database.of(vertx, settings);
    deployment = await(deploy());
    await(database.start(ready -> Future.succeededFuture()));
  }

  private Future<String> deploy() {
    var app = new AppContext("weather-mail", 1, folder, folder.resolve("outbox"));
    return vertx.deployVerticle(
        new WeatherMailVerticle(app, clock), new DeploymentOptions().setConfig(config));
  }

  /** Stops the app and starts it again. */
  void restart() throws Exception {
    await(vertx.undeploy(deployment));
    deployment = await(deploy());
  }

  Visitor visitor() {
    return new Visitor(URI.create("http://127.0.0.1:" + port + "/"));
  }

  RowSet<Row> rows(String sql, Object... values) throws Exception {
    return await(database.sql().compose(client -> client.run(sql, values)));
  }

  /** The first value of the only row. */
  Object value(String sql, Object... values) throws Exception {
    return rows(sql, values).iterator().next().getValue(0);
  }

  long number(String sql, Object... values) throws Exception {
    return ((Number) value(sql, values)).longValue();
  }

  /** Where a letter leads that has this path in it, sent or not. */
  String link(String path) {
    Pattern link = Pattern.compile("http://\\S*/(" + path + "\\?t=[\\w-]+)");
    List<String> found = new ArrayList<>();
    Await.until(
        () -> {
          Matcher matcher = link.matcher(letters());
          return matcher.find() && found.add(matcher.group(1));
        });
    return found.get(0);
  }

  private String letters() {
    try {
      StringBuilder all = new StringBuilder();
      rows("SELECT message FROM mail_outbox").forEach(row -> all.append(row.getBuffer(0)));
      return all.append(visitor().get("mailbox").body()).toString();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
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
