package soak;

import greeting.Greeting;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.mysqlclient.MySQLBuilder;
import io.vertx.mysqlclient.MySQLConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;

/** What an app has that makes it hard to replace. scripts/soak-redeploy swaps two of it. */
public class SoakVerticle extends VerticleBase {
  private static final ThreadLocal<Item> LAST = new ThreadLocal<>();
  private static final int EVENTS = 10;

  private Pool database;

  /** A class that Jackson remembers. */
  public static class Item {
    public String name;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(50, id -> LAST.set(new Item()));
    vertx
        .eventBus()
        .<String>consumer("greet", message -> message.reply(Greeting.to(message.body())));
    database =
        MySQLBuilder.pool()
            .connectingTo(
                new MySQLConnectOptions()
                    .setHost(config().getString("database"))
                    .setDatabase("soak")
                    .setUser("soak"))
            .with(new PoolOptions().setMaxSize(2).setShared(true).setName("soak"))
            .using(vertx)
            .build();
    Router router = Router.router(vertx);
    router.get("/").handler(context -> context.end(Greeting.VERSION));
    router
        .get("/slow")
        .handler(context -> vertx.setTimer(100, id -> context.end(Greeting.VERSION)));
    router.get("/bus").handler(this::bus);
    router.get("/sql").handler(this::sql);
    router.post("/length").handler(BodyHandler.create(false));
    router.post("/length").handler(c -> c.end(Integer.toString(c.body().length())));
    router.get("/events").handler(this::events);
    router.get("/socket").handler(this::socket);
    return vertx.createHttpServer().requestHandler(router).listen(8888);
  }

  private void bus(RoutingContext context) {
    vertx
        .eventBus()
        .<String>request("greet", "you")
        .map(reply -> new JsonObject().put("name", reply.body()).mapTo(Item.class))
        .onSuccess(item -> context.json(JsonObject.mapFrom(item)))
        .onFailure(context::fail);
  }

  /** Writes a row and counts it, in a transaction that is rolled back. */
  private void sql(RoutingContext context) {
    database
        .withConnection(
            connection ->
                connection
                    .begin()
                    .compose(
                        transaction ->
                            connection
                                .preparedQuery("INSERT INTO visits (name) VALUES (?)")
                                .execute(Tuple.of(Greeting.VERSION))
                                .compose(v -> connection.query("SELECT name FROM visits").execute())
                                .eventually(transaction::rollback)))
        .onSuccess(rows -> context.end(rows.iterator().next().getString(0)))
        .onFailure(context::fail);
  }

  private void events(RoutingContext context) {
    HttpServerResponse response = context.response().setChunked(true);
    response.putHeader("content-type", "text/event-stream");
    int[] sent = new int[1];
    vertx.setPeriodic(
        50,
        id -> {
          if (response.closed()) {
            vertx.cancelTimer(id);
          } else if (sent[0]++ < EVENTS) {
            response.write("data: " + sent[0] + "\n\n");
          } else if (vertx.cancelTimer(id)) {
            response.end();
          }
        });
  }

  private void socket(RoutingContext context) {
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> socket.textMessageHandler(socket::writeTextMessage));
  }
}
