package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.config.Config;
import site.watch.Watcher;

/**
 * Has the configuration read again when the folder that is the list of apps holds others than those
 * that run. What becomes of the files of an app that runs is not its business: each app watches its
 * own.
 */
final class AppsFolder {
  private static final Logger LOG = LoggerFactory.getLogger(AppsFolder.class);

  /** A file that was written to so recently may not be all there. */
  private static final Duration REST = Duration.ofMillis(300);

  private final Vertx vertx;
  private final Callable<Config> source;
  private final Runnable reload;
  private Optional<Path> folder = Optional.empty();
  private Map<String, AppConfig> running = Map.of();
  private Optional<Watcher> watcher = Optional.empty();

  /**
   * Watches nothing yet.
   *
   * @param source reads the configuration, blocking
   * @param reload makes what is read so
   */
  AppsFolder(Vertx vertx, Callable<Config> source, Runnable reload) {
    this.vertx = vertx;
    this.source = source;
    this.reload = reload;
  }

  /** From now on this configuration runs. A system that cannot watch is no reason to fail. */
  void follow(Config present) {
    vertx.executeBlocking(
        () -> {
          blockingFollow(present);
          return null;
        },
        false);
  }

  private synchronized void blockingFollow(Config present) {
    running = present.apps();
    if (present.appsFolder().equals(folder)) {
      return;
    }
    close();
    folder = present.appsFolder();
    folder.ifPresent(this::blockingWatch);
  }

  private void blockingWatch(Path wanted) {
    try {
      watcher = Optional.of(Watcher.blockingStart(wanted, REST, this::look));
      look(); // since the configuration was read
    } catch (IOException e) {
      LOG.warn("{} is not watched: {}", wanted, e.toString());
    }
  }

  synchronized void close() {
    watcher.ifPresent(Watcher::close);
    watcher = Optional.empty();
    folder = Optional.empty();
  }

  private void look() {
    vertx
        .executeBlocking(this::blockingDifference, false)
        .recover(unreadable -> Future.succeededFuture(Difference.SETTLED)) // reload says why
        .onSuccess(this::act);
  }

  /** Between the apps in the folder and those that run. */
  private enum Difference {
    NONE,
    /** There is one, and files are still being written. */
    GROWING,
    SETTLED
  }

  private Difference blockingDifference() throws Exception {
    Map<String, AppConfig> found = source.call().apps();
    Map<String, AppConfig> known = running();
    if (found.keySet().equals(known.keySet())) {
      return Difference.NONE;
    }
    Collection<Path> fresh =
        found.entrySet().stream()
            .filter(app -> !known.containsKey(app.getKey()))
            .map(app -> app.getValue().from())
            .toList();
    return fresh.stream().allMatch(AppsFolder::blockingRests)
        ? Difference.SETTLED
        : Difference.GROWING;
  }

  private synchronized Map<String, AppConfig> running() {
    return running;
  }

  /** A folder's files are looked after by the app's own watch, once it is there. */
  private static boolean blockingRests(Path app) {
    try {
      Instant written = Files.getLastModifiedTime(app).toInstant();
      Duration since = Duration.between(written, Instant.now()).abs(); // clocks may differ
      return Files.isDirectory(app) || since.compareTo(REST) >= 0;
    } catch (IOException gone) {
      return true;
    }
  }

  private void act(Difference difference) {
    switch (difference) {
      case NONE -> {}
      case GROWING -> vertx.setTimer(REST.toMillis(), id -> look());
      case SETTLED -> reload.run();
    }
  }
}
