package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
final class AppWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AppWatch.class);

  /** An editor writes a file at once; a build writes many, and rests in between. */
  private static final Duration AFTER_EDIT = Duration.ofMillis(30);

  private static final Duration AFTER_BUILD = Duration.ofMillis(300);

  private final Vertx server;
  private final String app;
  private final Deployment deployment;
  private final Developer developer;
  private final RevisionStore store;
  private AppConfig config;
  private Optional<Watcher> watcher = Optional.empty();
  private boolean closed;
  private String tried = "";
  private boolean busy;
  private boolean again;

  AppWatch(
      Vertx server, String app, Deployment deployment, Developer developer, RevisionStore store) {
    this.store = store;
    this.server = server;
    this.app = app;
    this.deployment = deployment;
    this.developer = developer;
  }

  /**
   * Watches from now on what this configuration wants watched, after the app was started with it.
   * Done when changes are noticed; a system that cannot watch is no reason to fail.
   */
  Future<Void> follow(AppConfig wanted) {
    return server.executeBlocking(
        () -> {
          try {
            blockingFollow(wanted);
          } catch (IOException e) {
            LOG.warn("apps.{}: its files are not watched: {}", app, e.toString());
          }
          return null;
        },
        false);
  }

  private synchronized void blockingFollow(AppConfig wanted) throws IOException {
    watcher.ifPresent(Watcher::close);
    watcher = Optional.empty();
    config = wanted;
    if (closed || !wanted.watch()) {
      return;
    }
    tried = deployment.attempted();
    Duration quiet = SourceFolder.isAt(wanted.from()) ? AFTER_EDIT : AFTER_BUILD;
    watcher = Optional.of(Watcher.blockingStart(wanted.from(), quiet, this::changed));
    changed(); // since the app was started
    warmUpAside();
  }

  private void warmUpAside() {
    Thread thread = new Thread(store::blockingWarmUp, "warm-up-" + app);
    thread.setDaemon(true); // nobody waits for it, least of all the end of the server
    thread.start();
  }

  synchronized void close() {
    closed = true;
    watcher.ifPresent(Watcher::close);
  }

  private synchronized void changed() {
    if (busy || closed) {
      again = true;
      return;
    }
    busy = true;
    AppConfig wanted = config;
    server
        .executeBlocking(() -> blockingIsNew(wanted.from()), false)
        .compose(isNew -> isNew ? redeploy(wanted) : Future.succeededFuture())
        .onComplete(done -> rest());
  }

  private synchronized void rest() {
    busy = false;
    if (again) {
      again = false;
      changed();
    }
  }

  private boolean blockingIsNew(Path from) throws IOException {
    String digest = blockingDigest(from);
    synchronized (this) {
      boolean isNew = !digest.isEmpty() && !digest.equals(tried) && !isLive(digest);
      tried = digest;
      return isNew;
    }
  }

  private boolean isLive(String digest) {
    return deployment.digest().equals(Optional.of(digest));
  }

  private Future<Void> redeploy(AppConfig wanted) {
    return deployment
        .redeploy(wanted)
        .<Void>mapEmpty()
        .recover(failure -> failed(wanted.from(), failure));
  }

  /** Files that were written while they were read are no failure: their end is still to come. */
  private Future<Void> failed(Path from, Throwable failure) {
    return server
        .executeBlocking(() -> blockingDigest(from), false)
        .onSuccess(
            digest -> {
              if (!isTried(digest)) {
                again();
              } else {
                tellFailure(failure);
              }
            })
        .mapEmpty();
  }

  private synchronized boolean isTried(String digest) {
    return digest.equals(tried);
  }

  private synchronized void again() {
    again = true;
  }

  private void tellFailure(Throwable failure) {
    int revision = deployment.state().revision();
    String stays = revision == 0 ? "nothing serves" : "revision " + revision + " stays";
    LOG.warn("not deployed, {}: {}", stays, failure.getMessage());
    developer.failed(app, failure);
  }

  /** Empty between a delete and what follows it. */
  private static String blockingDigest(Path from) throws IOException {
    return Files.exists(from) ? new FileSet(from).blockingDigest() : "";
  }
}
