package site.deploy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.config.AppConfig.Threads;

/** How an app's verticle is deployed in its Vert.x: on which threads, how often, with what. */
final class VerticleStart {
  private static final Logger LOG = LoggerFactory.getLogger(VerticleStart.class);

  private VerticleStart() {}

  /** The threads wanted, or the next best this Java has, which is said in the log. */
  static Threads possible(String app, Threads wanted, VertxInternal vertx) {
    if (wanted != Threads.VIRTUAL || vertx.isVirtualThreadAvailable()) {
      return wanted;
    }
    LOG.info(
        "apps.{}: no virtual threads on Java {} (they need 21), using worker threads",
        app,
        Runtime.version().feature());
    return Threads.WORKER;
  }

  /** Deploys all instances of a class of the app; the future is one of the private Vert.x. */
  static Future<String> deploy(AppRevision revision, String main) {
    AppConfig config = revision.config();
    AppVertx vertx = new AppVertx(revision.vertx(), revision);
    DeploymentOptions options =
        new DeploymentOptions()
            .setInstances(config.instances())
            .setThreadingModel(model(revision.threads()))
            .setClassLoader(revision.loader())
            .setConfig(new JsonObject(config.config()).copy());
    return revision
        .vertx()
        .deployVerticle(
            () ->
                new HostedVerticle(
                    vertx,
                    () -> HostedVerticle.instantiate(revision.loader(), main, revision.context())),
            options);
  }

  private static ThreadingModel model(Threads threads) {
    return switch (threads) {
      case EVENT_LOOP -> ThreadingModel.EVENT_LOOP;
      case WORKER -> ThreadingModel.WORKER;
      case VIRTUAL -> ThreadingModel.VIRTUAL_THREAD;
    };
  }
}
