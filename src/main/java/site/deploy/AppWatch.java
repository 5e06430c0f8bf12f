package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.watch.Watcher;

/**
 * Redeploys an app when its files are other than they were. One attempt at a time: what changes
 * meanwhile is looked at afterwards. A state of the files that failed is not tried again.
 */
final class AppWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);

  /** An editor writes a file at once; a build writes many, and rests in between. */
  private static final Duration AFTER_EDIT = Duration.ofMillis(30);

  private static final Duration AFTER_BUILD = Duration.ofMillis(300);

  private final Vertx server;
  private final String app;
  private final AppConfig config;
  private final Deployment deployment;
  private final Developer developer;
  private Watcher watcher;
  private boolean closed;
  private String tried = "";
  private boolean busy;
  private boolean again;

  AppWatch(Vertx server, String app, AppConfig config, Deployment deployment, Developer developer) {
    this.server = server;
    this.app = app;
    this.config = config;
    this.deployment = deployment;
    this.developer = developer;
  }

  /** Begins; done when changes are noticed. A system that cannot watch is no reason to fail. */
  Future<Void> start() {
    return server.executeBlocking(
        () -> {
          try {
            blockingStart();
          } catch (IOException e) {
            LOG.warn("apps.{}: its files are not watched: {}", app, e.toString());
          }
          return null;
        },
        false);
  }

  private synchronized void blockingStart() throws IOException {
    if (closed) {
      return;
    }
    if (deployment.digest().isEmpty()) {
      tried = Deployments.blockingDigest(config.from());
    }
    Duration quiet = SourceFolder.isAt(config.from()) ? AFTER_EDIT : AFTER_BUILD;
    watcher = Watcher.blockingStart(config.from(), quiet, this::changed);
    changed(); // since the app was started
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (watcher != null) {
      watcher.close();
    }
  }

  private synchronized void changed() {
    if (busy || closed) {
      again = true;
      return;
    }
    busy = true;
    server
        .executeBlocking(this::blockingIsNew, false)
        .compose(isNew -> isNew ? redeploy() : Future.succeededFuture())
        .recover(this::failed)
        .onComplete(done -> rest());
  }

  private Future<Void> redeploy() {
    return deployment.redeploy(config).onSuccess(v -> developer.deployed(app));
  }

  /** Files that were written while they were read are no failure: their end is still to come. */
  private Future<Void> failed(Throwable failure) {
    return server
        .executeBlocking(this::blockingChangedMeanwhile, false)
        .onSuccess(
            changed -> {
              if (changed) {
                again();
              } else {
                tell(failure);
              }
            })
        .mapEmpty();
  }

  private boolean blockingChangedMeanwhile() throws IOException {
    String digest = Deployments.blockingDigest(config.from());
    synchronized (this) {
      return !digest.equals(tried);
    }
  }

  private synchronized void again() {
    again = true;
  }

  private void tell(Throwable failure) {
    int revision = deployment.state().revision();
    String stays = revision == 0 ? "nothing serves" : "revision " + revision + " stays";
    LOG.warn("not deployed, {}: {}", stays, failure.getMessage());
    developer.failed(app, failure);
  }

  private synchronized void rest() {
    busy = false;
    if (again) {
      again = false;
      changed();
    }
  }

  private boolean blockingIsNew() throws IOException {
    if (!Files.exists(config.from())) {
      return false; // between a delete and what follows it
    }
    String digest = Deployments.blockingDigest(config.from());
    synchronized (this) {
      boolean isNew = !digest.equals(tried) && !deployment.digest().equals(Optional.of(digest));
      tried = digest;
      return isNew;
    }
  }
}
