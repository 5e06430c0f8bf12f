package leaky;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.lang.ref.WeakReference;

/** Leaves behind all that an app ordinarily leaves behind. */
public class LeakyVerticle extends AbstractVerticle {
  private static final ThreadLocal<Item> LAST = new ThreadLocal<>();

  /** A class Jackson remembers. */
  public static class Item {
    public String name;
    public Item next;
  }

  @Override
  public void start(Promise<Void> started) {
    // For the test: nothing else in the JVM can tell which loader this is.
    System.getProperties().put("leaky", new WeakReference<>(getClass().getClassLoader()));
    vertx.setPeriodic(1000, id -> LAST.set(new Item()));
    vertx.eventBus().consumer("items", message -> message.reply(new Item().name));
    vertx.createSharedWorkerExecutor("side").executeBlocking(Item::new);
    vertx.createHttpClient();
    Router router = Router.router(vertx);
    router
        .get("/item")
        .handler(
            context -> {
              LAST.set(new JsonObject().put("name", "x").mapTo(Item.class));
              context.json(JsonObject.mapFrom(LAST.get()));
            });
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(8888)
        .<Void>mapEmpty()
        .onComplete(started);
  }
}
