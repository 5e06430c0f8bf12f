package site.apps;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import kit.Database;
import site.Ports;
import site.app.AppContext;

/** An app alone, with a database, on a port of its own. */
public abstract class AppSite implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final int port = Ports.free();
  private final AppContext app;
  private final DeploymentOptions options;
  private final Function<AppContext, Deployable> verticle;
  private final Database database;
  private String deployment;

  /**
   * Starts it.
   *
   * @param folder its data, and in it its outbox
   * @param settings of the database
   * @param config whatever else is configured
   */
  protected AppSite(
      String name,
      Path folder,
      JsonObject settings,
      JsonObject config,
      Function<AppContext, Deployable> verticle)
      throws TimeoutException {
    app = new AppContext(name, 1, folder, folder.resolve("outbox"));
    options =
        new DeploymentOptions()
            .setConfig(config.copy().put("database", settings).put("port", port));
    this.verticle = verticle;
    database = Database.of(vertx, settings);
    deploy();
    await(database.start(ready -> Future.succeededFuture()));
  }

  private void deploy() throws TimeoutException {
    deployment = await(vertx.deployVerticle(verticle.apply(app), options));
  }

  /** Stops the app and starts it again. */
  public void restart() throws TimeoutException {
    await(vertx.undeploy(deployment));
    deploy();
  }

  protected AppContext app() {
    return app;
  }

  public Visitor visitor() {
    return new Visitor(URI.create("http://127.0.0.1:" + port + "/"));
  }

  public RowSet<Row> sql(String sql, Object... values) throws TimeoutException {
    return await(database.sql().compose(client -> client.run(sql, values)));
  }

  /** The first value of the only row. */
  public Object value(String sql, Object... values) throws TimeoutException {
    return sql(sql, values).iterator().next().getValue(0);
  }

  public long number(String sql, Object... values) throws TimeoutException {
    return ((Number) value(sql, values)).longValue();
  }

  public static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(30, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws TimeoutException {
    await(vertx.close());
  }
}
