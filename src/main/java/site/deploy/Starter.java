package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.AppContext;
import site.app.Commands;
import site.app.Counters;
import site.config.AppConfig;

/**
 * Brings revisions of one app to life and to an end. Both block, so each is done on a thread of its
 * own, which is a plain one: an app's Vert.x must not be born inside the server's.
 */
final class Starter {
  private static final Logger LOG = LoggerFactory.getLogger(Starter.class);

  /** A verticle's {@code stop()} that takes longer is not waited for. */
  private static final Duration STOP = Duration.ofSeconds(10);

  private final Vertx server;
  private final String app;
  private final RevisionStore store;
  private final ScheduledExecutorService clock;
  private final LeakCheck leaks;
  private final StuckThreads stuckThreads = new StuckThreads();

  /** Outlives the revisions, so that a redeployment forgets nothing. */
  private final Counters counters = new Counters();

  /** How often each revision was started; threads and class loaders are named after it. */
  private final Map<Integer, Integer> starts = new ConcurrentHashMap<>();

  Starter(
      Vertx server,
      String app,
      RevisionStore store,
      ScheduledExecutorService clock,
      LeakCheck leaks) {
    this.server = server;
    this.app = app;
    this.store = store;
    this.clock = clock;
    this.leaks = leaks;
  }

  /** Drains, then sends WebSockets away, then stops; done when the class loader is closed. */
  Future<Void> stop(AppRevision revision) {
    Duration drain = revision.config().drain();
    return within(drain, revision.retire())
        .compose(
            inTime -> {
              revision.clientele().cut();
              return within(STOP, revision.clientele().closeWebSockets());
            })
        .compose(gone -> aside(() -> blockingClose(revision)))
        .onFailure(
            e -> LOG.warn("apps.{}: revision {} left files open", app, revision.number(), e));
  }

  /**
   * Copies a jar or a folder and starts a revision of it.
   *
   * @return one whose instances listen
   * @throws DeploymentFailure with the reason, and then there is no trace of it
   */
  AppRevision blockingStart(AppConfig config, Path from) {
    if (!Files.exists(from)) {
      throw new DeploymentFailure(app, from + " does not exist");
    }
    try {
      return blockingStart(config, from, store.blockingCopy(from));
    } catch (IOException e) {
      throw new DeploymentFailure(app, "cannot use " + from + ": " + e, e);
    }
  }

  /** The same of files that were copied before; they are released when the revision ends. */
  AppRevision blockingStart(AppConfig config, AppFiles files) {
    try {
      return blockingStart(config, files.folder(), files);
    } catch (IOException e) {
      throw new DeploymentFailure(app, "cannot use " + files.folder() + ": " + e, e);
    }
  }

  private AppRevision blockingStart(AppConfig config, Path from, AppFiles files)
      throws IOException {
    String main = blockingMain(config, from, files);
    String label = label(files.revision());
    AppRevision revision =
        new AppRevision(
            blockingContext(files),
            config,
            files,
            new AppClassLoader(label, files.classPath(), Starter.class.getClassLoader()),
            PrivateVertx.blockingCreate(label, config.instances()),
            new InFlight(((VertxInternal) server).promise()));
    try {
      blockingDeploy(revision, main);
      revision.watch(watch(new Watchdog(revision, stuckThreads)));
      return revision;
    } catch (Throwable failure) {
      blockingClose(revision);
      throw failure;
    }
  }

  private AppContext blockingContext(AppFiles files) throws IOException {
    return new AppContext(
        app,
        files.revision(),
        files.digest(),
        store.blockingData(),
        store.outbox(),
        counters,
        new Commands());
  }

  private String blockingMain(AppConfig config, Path from, AppFiles files) throws IOException {
    try {
      return new VerticleFinder(app, from, files.own()).blockingFind(config.main());
    } catch (Throwable failure) {
      store.blockingRelease(files);
      throw failure;
    }
  }

  /** {@code weather#7}, and {@code weather#7.2} when it is started for the second time. */
  private String label(int revision) {
    int start = starts.merge(revision, 1, Integer::sum);
    return app + "#" + revision + (start == 1 ? "" : "." + start);
  }

  private ScheduledFuture<?> watch(Watchdog watchdog) {
    long interval = Watchdog.INTERVAL.toMillis();
    return clock.scheduleWithFixedDelay(watchdog, interval, interval, TimeUnit.MILLISECONDS);
  }

  private void blockingDeploy(AppRevision revision, String main) {
    Duration limit = revision.config().startTimeout();
    try {
      VerticleStart.deploy(revision, main)
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DeploymentFailure(app, "start timed out after " + text(limit));
    } catch (ExecutionException e) {
      throw failed(main, e.getCause());
    } catch (InterruptedException e) {
      throw new DeploymentFailure(app, "start was interrupted", e);
    }
    if (!revision.listens()) {
      throw new DeploymentFailure(app, "it started but no HTTP server listens");
    }
  }

  private DeploymentFailure failed(String main, Throwable cause) {
    if (cause instanceof ClassNotFoundException && main.equals(cause.getMessage())) {
      return new DeploymentFailure(app, "main class " + main + " is not in it", cause);
    }
    return new DeploymentFailure(app, "start() failed: " + cause, cause);
  }

  private static String text(Duration limit) {
    return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  /** Verticles, then threads, then classes; an app that will not stop is left to its fate. */
  private Void blockingClose(AppRevision revision) throws IOException {
    revision.unwatch();
    try {
      revision
          .vertx()
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("apps.{}: revision {} did not stop within {}", app, revision.number(), text(STOP));
      stuckThreads.blockingEndAll(revision.loader().getName());
    } catch (ExecutionException | InterruptedException e) {
      LOG.warn("apps.{}: revision {} did not stop well", app, revision.number(), e);
    }
    Leftovers.clear(app, revision.loader());
    revision.loader().close();
    JacksonCaches.flush();
    store.blockingRelease(revision.files());
    leaks.watch(app, revision.loader());
    return null;
  }

  /** What the app has counted, by name. */
  Map<String, Long> events() {
    return counters.numbers();
  }

  /** Threads of instances given up that go on running. */
  int stuckThreads() {
    return stuckThreads.count();
  }

  /** Revisions that were stopped and are still in memory. */
  int leaving() {
    return leaks.leaving(app);
  }

  /** Those of them that stay there, with what holds them. */
  List<String> leaks() {
    return leaks.leaks(app);
  }

  /** Whether the future was done in time; either way it goes on. */
  private Future<Boolean> within(Duration limit, Future<Void> future) {
    Promise<Boolean> outcome = ((VertxInternal) server).promise();
    long timer = server.setTimer(Math.max(1, limit.toMillis()), id -> outcome.tryComplete(false));
    future.onComplete(
        (v, failure) -> {
          server.cancelTimer(timer);
          outcome.tryComplete(true);
        });
    return outcome.future();
  }

  /** Runs it on a plain thread of its own. */
  <T> Future<T> aside(Callable<T> blocking) {
    Promise<T> promise = ((VertxInternal) server).promise();
    Thread thread =
        new Thread(
            // Settled, not completed: at its end the server does not wait for an app that starts.
            () -> Hop.settle(blockingOutcome(blocking), promise), "deploy-" + app);
    thread.setDaemon(true);
    thread.start();
    return promise.future();
  }

  private static <T> Future<T> blockingOutcome(Callable<T> blocking) {
    try {
      return Future.succeededFuture(blocking.call());
    } catch (Throwable failure) {
      return Future.failedFuture(failure);
    }
  }
}
