package site;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.ActionConfig;
import site.config.Config;
import site.deploy.Developer;
import site.dev.DevEvents;
import site.dev.DevFront;
import site.http.Front;
import site.watch.Watcher;

/**
 * Ties together what {@code dev} adds to a server: outcomes of deployments, changed files of sites
 * and changed configurations all become events for the developer's browser.
 */
final class Development implements Developer, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Development.class);
  private static final Duration QUIET = Duration.ofMillis(30);

  private final DevEvents events = new DevEvents();
  private final Map<Path, Watcher> roots = new HashMap<>();
  private final Map<Path, Watcher> files = new HashMap<>();

  Front front() {
    return new DevFront(events);
  }

  @Override
  public void deployed(String app) {
    events.works(app);
  }

  @Override
  public void failed(String app, Throwable cause) {
    events.broken(app, cause);
  }

  @Override
  public Future<Void> neverStarted(String app, Throwable cause) {
    LOG.warn("not deployed, nothing serves: {}", cause.getMessage());
    events.broken(app, cause);
    return Future.succeededFuture();
  }

  /** Watches the files that these routes serve, and no others any more. */
  synchronized void watchFiles(Config config) {
    Set<Path> served =
        config.sites().stream()
            .flatMap(site -> site.routes().stream())
            .flatMap(route -> route.action().parts())
            .filter(ActionConfig.Files.class::isInstance)
            .map(action -> ((ActionConfig.Files) action).root())
            .collect(Collectors.toSet());
    roots.entrySet().removeIf(watched -> isSurplus(watched, served));
    served.forEach(root -> watch(roots, root, events::changed));
  }

  private static boolean isSurplus(Map.Entry<Path, Watcher> watched, Set<Path> served) {
    if (served.contains(watched.getKey())) {
      return false;
    }
    watched.getValue().close();
    return true;
  }

  /** Reloads when the file changes. */
  synchronized void watchConfiguration(Path file, Supplier<Future<String>> reload) {
    String name = file.getFileName().toString();
    watch(
        files,
        file,
        () ->
            reload
                .get()
                .onSuccess(summary -> events.works(name))
                .onFailure(refusal -> events.broken(name, refusal)));
  }

  private static void watch(Map<Path, Watcher> watchers, Path path, Runnable changed) {
    try {
      if (!watchers.containsKey(path)) {
        watchers.put(path, Watcher.blockingStart(path, QUIET, changed));
      }
    } catch (IOException e) {
      LOG.warn("{} is not watched: {}", path, e.toString());
    }
  }

  @Override
  public synchronized void close() {
    roots.values().forEach(Watcher::close);
    files.values().forEach(Watcher::close);
    events.close();
  }
}
