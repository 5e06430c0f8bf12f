package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.CacheConfig;

/**
 * The stored responses of one site or route: an index of all of them, the content of those asked
 * for most in memory, and everything on disk, from where it comes back after a restart. Outlives
 * revisions; its limits may change while it is used.
 */
public final class CacheStore {
  private static final Logger LOG = LoggerFactory.getLogger(CacheStore.class);

  /** Content up to this size may be in memory; larger ones are sent from disk. */
  private static final int LARGEST_IN_MEMORY = 1024 * 1024;

  private final Vertx vertx;
  private final String name;
  private final Clock clock;
  private final Disk disk;
  private final DiskWriter writer = new DiskWriter();
  private final Index index = new Index(0, this::evicted);
  private final SecondChance memory = new SecondChance(0, this::leaveMemory);
  private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
  private final Flights flights = new Flights();
  private final Counters counters = new Counters();
  private volatile long maxBytes;
  private volatile long maxMemory;

  /** Empty and without room: {@link #resize} and {@link #blockingRestore} make it one of use. */
  CacheStore(Vertx vertx, String name, Path directory, Clock clock) {
    this.vertx = vertx;
    this.name = name;
    this.clock = clock;
    this.disk = new Disk(directory);
  }

  /** Makes the limits those of a configuration; what is too much goes. */
  public void resize(CacheConfig config) {
    maxBytes = config.maxSize();
    maxMemory = config.memory();
    index.limit(maxBytes);
    memory.limit(maxMemory);
  }

  void blockingOpen() throws IOException {
    disk.blockingOpen();
  }

  /** Finds again what was stored before the process started. */
  void blockingRestore() {
    try {
      counters.damaged.add(disk.blockingScan(this::restore));
      LOG.debug("cache {} has {} responses of before", name, index.count());
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("cache {} begins empty: {}", name, e.toString());
    }
  }

  private void restore(DiskFormat.Stored stored) {
    Head head = new Head(stored.status(), stored.fields(), stored.moments());
    Entry entry = new Entry(stored.address(), stored.vary(), head, stored.content(), null, true);
    if (!index.restore(entry)) {
      delete(entry);
    }
  }

  /** What it holds and has done. */
  public CacheState state() {
    return new CacheState(
        name,
        index.count(),
        index.weight(),
        maxBytes,
        memory.weight(),
        counters.hits.sum(),
        counters.stale.sum(),
        counters.misses.sum(),
        counters.validated.sum(),
        counters.bypassed.sum(),
        counters.collapsed.sum(),
        counters.stored.sum(),
        counters.evicted.sum(),
        counters.purged.sum(),
        counters.damaged.sum(),
        counters.notWritten.sum());
  }

  /** What is stored, at most so many of them. */
  public List<StoredItem> list(int limit) {
    long now = clock.millis();
    return index.all().stream().limit(limit).map(entry -> item(entry, now)).toList();
  }

  private static StoredItem item(Entry entry, long now) {
    Terms terms = entry.head().terms();
    String inMemory = entry.inMemory() == null ? "" : "memory";
    String place = entry.isOnDisk() ? (inMemory + " disk").trim() : inMemory;
    return new StoredItem(
        entry.address().url(),
        entry.head().status(),
        entry.length(),
        terms.ageMillis(now) / 1000,
        Math.floorDiv(terms.freshForMillis(now), 1000),
        String.join(", ", entry.vary().names()),
        place);
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
    pending.stream().filter(arriving -> arriving.isHitBy(what)).forEach(Pending::spoil);
    counters.purged.add(purged);
    return purged;
  }

  /** RFC 9111 4.4: forgets what an unsafe request has changed. */
  void invalidate(String url) {
    for (Entry entry : index.variants(url)) {
      remove(entry);
      counters.purged.increment();
    }
    pending.stream().filter(arriving -> arriving.url().equals(url)).forEach(Pending::spoil);
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

  Pending expect(String url) {
    Pending arriving = new Pending(url);
    pending.add(arriving);
    return arriving;
  }

  void arrived(Pending arriving) {
    pending.remove(arriving);
  }

  /** Stores a response whose content is in memory, and writes it behind. */
  void put(Entry entry, Function<String, List<String>> request) {
    keep(entry, request);
    Buffer content = entry.inMemory();
    memory.add(entry, content.length());
    boolean taken =
        writer.write(
            content.length(), () -> blockingWrite(entry, content), counters.notWritten::increment);
    if (!taken) {
      counters.notWritten.increment();
    }
  }

  private void blockingWrite(Entry entry, Buffer content) throws IOException {
    if (!entry.isRemoved()) {
      disk.blockingWrite(stored(entry), content.getBytes());
      entry.onDisk(true);
    }
  }

  /** Stores a response whose content is on disk already. */
  void adopt(Entry entry, Function<String, List<String>> request) {
    keep(entry, request);
  }

  private void keep(Entry entry, Function<String, List<String>> request) {
    counters.stored.increment();
    index.put(entry, request).forEach(this::forget);
  }

  /** Gives a stored response the head a validation brought. */
  void freshen(Entry entry, Head newer) {
    entry.head(newer);
    writer.always(
        () -> {
          if (entry.isOnDisk() && !entry.isRemoved()) {
            disk.blockingWriteHead(stored(entry));
          }
        });
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
    memory.remove(entry);
    delete(entry);
  }

  private void delete(Entry entry) {
    writer.always(() -> disk.blockingDelete(entry.content().id()));
  }

  /** What could not be written is gone with its content. */
  private void leaveMemory(Entry entry) {
    if (entry.isOnDisk()) {
      entry.inMemory(null);
    } else if (!entry.isRemoved()) {
      index.remove(entry);
      evicted(entry);
    }
  }

  /** Brings the content of a small response back into memory. */
  Future<Buffer> load(Entry entry) {
    return vertx
        .executeBlocking(() -> Buffer.buffer(disk.blockingRead(entry.content())), false)
        .onSuccess(
            content -> {
              if (!entry.isRemoved()) {
                entry.inMemory(content);
                memory.add(entry, content.length());
              }
            });
  }

  Future<FileChannel> openBody(Entry entry) {
    return vertx.executeBlocking(() -> disk.blockingOpenBody(entry.content()), false);
  }

  boolean isForMemory(long length) {
    return length <= Math.min(LARGEST_IN_MEMORY, maxMemory / 4);
  }

  private static DiskFormat.Stored stored(Entry entry) {
    Head head = entry.head();
    return new DiskFormat.Stored(
        entry.address(),
        entry.vary(),
        head.status(),
        head.fields(),
        head.moments(),
        entry.content());
  }

  Vertx vertx() {
    return vertx;
  }

  Disk disk() {
    return disk;
  }

  DiskWriter writer() {
    return writer;
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
          writer.blockingClose();
          return null;
        },
        false);
  }

  /** The configuration does not have it any more: nothing of it stays. */
  public Future<Void> delete() {
    return vertx.executeBlocking(
        () -> {
          writer.blockingClose();
          disk.blockingDeleteAll();
          return null;
        },
        false);
  }
}
