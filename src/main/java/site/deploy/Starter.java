package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.app.AppContext;
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

  Starter(Vertx server, String app, RevisionStore store) {
    this.server = server;
    this.app = app;
    this.store = store;
  }

  /**
   * A revision whose instances listen; failed with a {@link DeploymentFailure}, leaving no trace.
   */
  Future<AppRevision> start(AppConfig config) {
    return aside(() -> blockingStart(config));
  }

  /** Drains, then sends WebSockets away, then stops; done when the class loader is closed. */
  Future<Void> stop(AppRevision revision) {
    Duration drain = revision.config().drain();
    return within(drain, revision.retire())
        .compose(
            inTime -> {
              revision.cut();
              return within(STOP, revision.closeWebSockets());
            })
        .compose(gone -> aside(() -> blockingClose(revision)))
        .onFailure(
            e -> LOG.warn("apps.{}: revision {} left files open", app, revision.number(), e));
  }

  private AppRevision blockingStart(AppConfig config) throws IOException {
    if (!Files.exists(config.from())) {
      throw new DeploymentFailure(app, config.from() + " does not exist");
    }
    AppFiles files = store.blockingCopy(config.from());
    try {
      AppRevision revision = blockingStart(config, files);
      store.blockingPrune();
      return revision;
    } catch (Throwable failure) {
      store.blockingDiscard(files);
      throw failure;
    }
  }

  private AppRevision blockingStart(AppConfig config, AppFiles files) throws IOException {
    String main = new VerticleFinder(app, config.from(), files.own()).blockingFind(config.main());
    String label = app + "#" + files.revision();
    Path data = store.blockingData();
    AppRevision revision =
        new AppRevision(
            new AppContext(app, files.revision(), data),
            config,
            files,
            new AppClassLoader(label, files.classPath(), Starter.class.getClassLoader()),
            PrivateVertx.blockingCreate(label, config.instances()),
            new InFlight(((VertxInternal) server).promise()));
    try {
      blockingDeploy(revision, main);
      return revision;
    } catch (Throwable failure) {
      blockingClose(revision);
      throw failure;
    }
  }

  private void blockingDeploy(AppRevision revision, String main) {
    Duration limit = revision.config().startTimeout();
    try {
      revision
          .deploy(main)
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
    if (!revision.serves()) {
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
    try {
      revision
          .vertx()
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("apps.{}: revision {} did not stop within {}", app, revision.number(), text(STOP));
    } catch (ExecutionException | InterruptedException e) {
      LOG.warn("apps.{}: revision {} did not stop well", app, revision.number(), e);
    }
    revision.loader().close();
    JacksonCaches.flush();
    store.release(revision.files());
    return null;
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

  private <T> Future<T> aside(Callable<T> blocking) {
    Promise<T> promise = ((VertxInternal) server).promise();
    Thread thread =
        new Thread(
            () -> {
              try {
                promise.complete(blocking.call());
              } catch (Throwable failure) {
                promise.fail(failure);
              }
            },
            "deploy-" + app);
    thread.setDaemon(true);
    thread.start();
    return promise.future();
  }
}
