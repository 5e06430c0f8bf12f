package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Where the content of stored responses is: of those asked for most in memory, of all on disk,
 * where it is written behind. Knows nothing of who may have it.
 */
final class Contents {
  /** Content up to this size may be in memory; larger ones are sent from disk. */
  private static final int LARGEST_IN_MEMORY = 1024 * 1024;

  private final Vertx vertx;
  private final Disk disk;
  private final DiskWriter writer = new DiskWriter();
  private final SecondChance memory = new SecondChance(0, this::leaveMemory);
  private final Counters counters;
  private final Consumer<Entry> lost;
  private volatile long maxMemory;

  /**
   * Has no memory yet.
   *
   * @param lost told of those that were in memory only when they had to leave it
   */
  Contents(Vertx vertx, Path directory, Counters counters, Consumer<Entry> lost) {
    this.vertx = vertx;
    this.disk = new Disk(directory);
    this.counters = counters;
    this.lost = lost;
  }

  void limit(long bytesInMemory) {
    maxMemory = bytesInMemory;
    memory.limit(bytesInMemory);
  }

  long bytesInMemory() {
    return memory.weight();
  }

  boolean isForMemory(long length) {
    return length <= Math.min(LARGEST_IN_MEMORY, maxMemory / 4);
  }

  Disk disk() {
    return disk;
  }

  /** Takes what is in memory, and writes it behind. */
  void put(Entry entry) {
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

  /** It has another head. */
  void rewriteHead(Entry entry) {
    writer.always(
        () -> {
          if (entry.isOnDisk() && !entry.isRemoved()) {
            disk.blockingWriteHead(stored(entry));
          }
        });
  }

  void remove(Entry entry) {
    memory.remove(entry);
    writer.always(() -> disk.blockingDelete(entry.content().id()));
  }

  /** What could not be written is gone with its content. */
  private void leaveMemory(Entry entry) {
    if (entry.isOnDisk()) {
      entry.inMemory(null);
    } else if (!entry.isRemoved()) {
      lost.accept(entry);
    }
  }

  /** Something could not be written; it is counted, and said now and then. */
  void notWritten(Throwable cause) {
    counters.notWritten.increment();
    writer.complain(new IOException(cause));
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

  /** Opens the content of a large response; whoever asks closes it. */
  Future<FileChannel> open(Entry entry) {
    return vertx.executeBlocking(() -> disk.blockingOpenBody(entry.content()), false);
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

  /** Writes what waits to be written, and no more. */
  void blockingClose() {
    writer.blockingClose();
  }
}
