package site.deploy;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.AppContext;
import site.config.AppConfig;
import site.config.AppConfig.Threads;
import site.http.Exchange;
import site.http.HttpFailure;

/**
 * One version of an app, alive: its files, its class loader, its Vert.x, the instances that serve
 * and what they are working on. Knows nothing of the revisions before and after it.
 */
final class AppRevision {
  private static final Logger LOG = LoggerFactory.getLogger(AppRevision.class);

  private final AppContext context;
  private final AppConfig config;
  private final AppFiles files;
  private final AppClassLoader loader;
  private final VertxInternal vertx;
  private final InFlight inFlight;
  private final Threads threads;
  private final Instant since = Instant.now();

  private final List<Instance> instances = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final Set<HandOver> open = ConcurrentHashMap.newKeySet();
  private final Set<AppWebSocket> webSockets = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  AppRevision(
      AppContext context,
      AppConfig config,
      AppFiles files,
      AppClassLoader loader,
      VertxInternal vertx,
      InFlight inFlight) {
    this.context = context;
    this.config = config;
    this.files = files;
    this.loader = loader;
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.threads = possible(config.threads());
    vertx.exceptionHandler(e -> LOG.error("apps.{}: uncaught in revision {}", name(), number(), e));
  }

  /** Deploys the instances; the future is one of the private Vert.x. */
  Future<String> deploy(String main) {
    AppVertx appVertx = new AppVertx(vertx, this);
    DeploymentOptions options =
        new DeploymentOptions()
            .setInstances(config.instances())
            .setThreadingModel(model(threads))
            .setClassLoader(loader)
            .setConfig(new JsonObject(config.config()).copy());
    return vertx.deployVerticle(
        () -> new HostedVerticle(appVertx, () -> HostedVerticle.instantiate(loader, main, context)),
        options);
  }

  private Threads possible(Threads wanted) {
    if (wanted != Threads.VIRTUAL || vertx.isVirtualThreadAvailable()) {
      return wanted;
    }
    LOG.info(
        "apps.{}: no virtual threads on Java {} (they need 21), using worker threads",
        name(),
        Runtime.version().feature());
    return Threads.WORKER;
  }

  private static ThreadingModel model(Threads threads) {
    return switch (threads) {
      case EVENT_LOOP -> ThreadingModel.EVENT_LOOP;
      case WORKER -> ThreadingModel.WORKER;
      case VIRTUAL -> ThreadingModel.VIRTUAL_THREAD;
    };
  }

  /** Whether one more request may be given to {@link #handle}; false once it was retired. */
  boolean enter() {
    return inFlight.enter();
  }

  /** Hands an exchange that has entered to the next instance in turn. */
  Future<Void> handle(Exchange exchange) {
    Instance instance = next();
    if (instance == null) {
      inFlight.leave();
      return Future.failedFuture(new HttpFailure(503, "apps." + name() + ": no instance serves"));
    }
    HandOver handOver = new HandOver(this, instance, exchange);
    open.add(handOver);
    return handOver.begin();
  }

  private Instance next() {
    Object[] serving = instances.toArray(); // the list may change between size() and get()
    return serving.length == 0
        ? null
        : (Instance) serving[Math.floorMod(turn.getAndIncrement(), serving.length)];
  }

  void left(HandOver handOver) {
    open.remove(handOver);
    inFlight.leave();
  }

  void opened(AppWebSocket socket) {
    webSockets.add(socket);
    if (cut) {
      socket.goAway();
    }
  }

  void closed(AppWebSocket socket) {
    webSockets.remove(socket);
  }

  /** An app's server begins to listen. Of several ports only the first one asked for is served. */
  synchronized void join(Instance instance) {
    if (instances.isEmpty()
        || instances.get(0).server().actualPort() == instance.server().actualPort()) {
      instances.add(instance);
    } else {
      LOG.warn(
          "apps.{}: it listens on ports {} and {}; only the first is reachable",
          name(),
          instances.get(0).server().actualPort(),
          instance.server().actualPort());
    }
  }

  void leave(Instance instance) {
    instances.remove(instance);
  }

  /** Lets nothing in any more; done when nothing is in flight. */
  Future<Void> retire() {
    return inFlight.retire();
  }

  /** Takes back what is still in flight. */
  void cut() {
    cut = true;
    HttpFailure replaced = new HttpFailure(503, "apps." + name() + ": was stopped meanwhile");
    open.forEach(handOver -> handOver.abandon(replaced));
  }

  /** Sends the clients of open WebSockets away; done when they have gone. */
  Future<Void> closeWebSockets() {
    return Future.join(webSockets.stream().map(AppWebSocket::goAway).toList()).mapEmpty();
  }

  String name() {
    return context.name();
  }

  int number() {
    return context.revision();
  }

  AppContext context() {
    return context;
  }

  AppConfig config() {
    return config;
  }

  AppFiles files() {
    return files;
  }

  AppClassLoader loader() {
    return loader;
  }

  VertxInternal vertx() {
    return vertx;
  }

  boolean serves() {
    return !instances.isEmpty();
  }

  DeploymentState state(long requests) {
    return new DeploymentState(
        name(),
        number(),
        files.digest().substring(0, 6),
        instances.size(),
        inFlight.count(),
        webSockets.size(),
        requests,
        since,
        threads);
  }
}
