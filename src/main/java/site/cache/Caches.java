package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import site.config.CacheConfig;

/** Opens the stores of caches, each in a directory of its own. */
public final class Caches {
  /** So long a start may wait for what is on disk; the rest is found while requests are served. */
  private static final long MAX_WAIT_MILLIS = 2_000;

  private static final int LONGEST_NAME = 60;

  private final Vertx vertx;
  private final Path directory;
  private final Clock clock;

  /** Opens nothing yet. */
  public Caches(Vertx vertx, Path directory, Clock clock) {
    this.vertx = vertx;
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Opens a store, with what it held when the server ran the last time.
   *
   * @param config what it may hold
   */
  public Future<CacheStore> open(CacheConfig config) {
    CacheStore store =
        new CacheStore(vertx, config.name(), directory.resolve(folder(config.name())), clock);
    store.resize(config);
    return vertx
        .executeBlocking(
            () -> {
              store.blockingOpen();
              return null;
            },
            false)
        .recover(
            cause ->
                Future.failedFuture(
                    new IllegalStateException("cache " + config.name() + ": " + cause)))
        .compose(v -> restore(store))
        .map(store);
  }

  private Future<Void> restore(CacheStore store) {
    Promise<Void> soon = Promise.promise();
    long timer = vertx.setTimer(MAX_WAIT_MILLIS, id -> soon.tryComplete());
    vertx
        .executeBlocking(
            () -> {
              store.blockingRestore();
              return null;
            },
            false)
        .onComplete(
            done -> {
              vertx.cancelTimer(timer);
              soon.tryComplete();
            });
    return soon.future();
  }

  /** Forgets caches that were configured when the server ran the last time, and are not now. */
  public void sweep(Set<String> names) {
    Set<String> wanted = names.stream().map(Caches::folder).collect(Collectors.toSet());
    vertx.executeBlocking(
        () -> {
          blockingSweep(wanted);
          return null;
        },
        false);
  }

  private void blockingSweep(Set<String> wanted) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> folders = Files.list(directory)) {
      for (Path folder : folders.toList()) {
        if (Files.isDirectory(folder) && !wanted.contains(folder.getFileName().toString())) {
          new Disk(folder).blockingDeleteAll();
          Files.deleteIfExists(folder);
        }
      }
    }
  }

  /** A readable name that is no other's. */
  static String folder(String name) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]+", "_");
    return readable.substring(0, Math.min(LONGEST_NAME, readable.length()))
        + "-"
        + Long.toHexString(crc.getValue());
  }
}
