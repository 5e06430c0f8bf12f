package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.CacheConfig;

/**
 * The stored responses of one site or route: an index of all of them, and where their content is,
 * from where they come back after a restart. Outlives revisions; its limits may change while it is
 * used.
 */
public final class CacheStore {
  private static final Logger LOG = LoggerFactory.getLogger(CacheStore.class);

  private final Vertx vertx;
  private final String name;
  private final Clock clock;
  private final Counters counters = new Counters();
  private final Index index = new Index(0, this::evicted);
  private final Contents contents;
  private final Arrivals arrivals = new Arrivals();
  private final Flights flights = new Flights();
  private volatile long maxBytes;

  /** Empty and without room: {@link #resize} and {@link #blockingRestore} make it one of use. */
  CacheStore(Vertx vertx, String name, Path directory, Clock clock) {
    this.vertx = vertx;
    this.name = name;
    this.clock = clock;
    this.contents = new Contents(vertx, directory, counters, this::lost);
  }

  /** Makes the limits those of a configuration; what is too much goes. */
  public void resize(CacheConfig config) {
    maxBytes = config.maxSize();
    index.limit(maxBytes);
    contents.limit(config.memory());
  }

  void blockingOpen() throws IOException {
    contents.disk().blockingOpen();
  }

  /** Finds again what was stored before the process started. */
  void blockingRestore() {
    try {
      counters.damaged.add(contents.disk().blockingScan(this::restore));
      LOG.debug("cache {} has {} responses of before", name, index.count());
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cache {} begins empty: {}", name, e.toString());
    }
  }

  private void restore(DiskFormat.Stored stored) {
    Head head = new Head(stored.status(), stored.fields(), stored.moments());
    Entry entry = new Entry(stored.address(), stored.vary(), head, stored.content(), null, true);
    if (!index.restore(entry)) {
      contents.remove(entry);
    }
  }

  /** What it holds and has done. */
  public CacheState state() {
    return counters.with(name, index.count(), index.weight(), maxBytes, contents.bytesInMemory());
  }

  /** What is stored, at most so many of them. */
  public List<StoredItem> list(int limit) {
    long now = clock.millis();
    return index.all().stream().limit(limit).map(entry -> StoredItem.of(entry, now)).toList();
  }

  /** Forgets responses, those that are just arriving included; returns how many were stored. */
  public int purge(Purge what) {
    int purged = 0;
    for (Entry entry : index.all()) {
      if (what.isAbout(entry.address().url(), entry.tags())) {
        remove(entry);
        purged++;
      }
    }
    arrivals.spoil(arriving -> arriving.isHitBy(what));
    counters.purged.add(purged);
    return purged;
  }

  /** RFC 9111 4.4: forgets what an unsafe request has changed. */
  void invalidate(String url) {
    for (Entry entry : index.variants(url)) {
      remove(entry);
      counters.purged.increment();
    }
    arrivals.spoil(arriving -> arriving.url().equals(url));
  }

  Entry find(String url, String route, Function<String, List<String>> request) {
    return index.find(url, route, request);
  }

  /** Whether something is stored for the address, for whatever request. */
  boolean knows(String url) {
    return !index.variants(url).isEmpty();
  }

  /** In which variant a request is interested, as far as what is stored tells. */
  String variantOf(String url, String route, Function<String, List<String>> request) {
    List<Entry> variants = index.variants(url);
    for (int i = variants.size() - 1; i >= 0; i--) {
      if (variants.get(i).address().route().equals(route)) {
        return variants.get(i).vary().valuesIn(request);
      }
    }
    return "";
  }

  /** Stores a response whose content is in memory, and writes it behind. */
  void put(Entry entry, Function<String, List<String>> request) {
    adopt(entry, request);
    contents.put(entry);
  }

  /** Stores a response whose content is on disk already. */
  void adopt(Entry entry, Function<String, List<String>> request) {
    counters.stored.increment();
    index.put(entry, request).forEach(this::forget);
  }

  /** Gives a stored response the head a validation brought. */
  void freshen(Entry entry, Head newer) {
    entry.head(newer);
    contents.rewriteHead(entry);
  }

  void remove(Entry entry) {
    index.remove(entry);
    forget(entry);
  }

  /** A stored response that cannot be read back. */
  void removeDamaged(Entry entry, Throwable cause) {
    LOG.debug("cache {}: {}", name, cause.toString());
    counters.damaged.increment();
    remove(entry);
  }

  private void evicted(Entry entry) {
    counters.evicted.increment();
    forget(entry);
  }

  private void forget(Entry entry) {
    entry.remove();
    contents.remove(entry);
  }

  private void lost(Entry entry) {
    index.remove(entry);
    evicted(entry);
  }

  Vertx vertx() {
    return vertx;
  }

  Contents contents() {
    return contents;
  }

  Arrivals arrivals() {
    return arrivals;
  }

  Flights flights() {
    return flights;
  }

  Counters counters() {
    return counters;
  }

  Clock clock() {
    return clock;
  }

  /** The end of the process: writes what waits to be written. */
  public Future<Void> close() {
    return vertx.executeBlocking(
        () -> {
          contents.blockingClose();
          return null;
        },
        false);
  }

  /** The configuration does not have it any more: nothing of it stays. */
  public Future<Void> delete() {
    return vertx.executeBlocking(
        () -> {
          contents.blockingClose();
          contents.disk().blockingDeleteAll();
          return null;
        },
        false);
  }
}
