package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Collects the content of one response on its way through: small ones in memory, what grows larger
 * in a file. Lives on one event loop. What is not finished leaves nothing.
 */
final class Fill {
  /** What may wait for the disk before the origin is held back. */
  private static final long MAX_WAITING = 2 * 1024 * 1024;

  private final CacheStore store;
  private final String id = Long.toHexString(ThreadLocalRandom.current().nextLong() | 1L << 63);
  private final CRC32 checksum = new CRC32();
  private final Promise<Void> written = Promise.promise();
  private List<Buffer> pieces = new ArrayList<>();
  private long length;
  private long waiting;
  private boolean spilling;
  private boolean busy;
  private boolean ended;
  private boolean abandoned;
  private FileChannel file;
  private Handler<Void> drain = v -> {};

  Fill(CacheStore store) {
    this.store = store;
  }

  long length() {
    return length;
  }

  void write(Buffer piece) {
    if (abandoned) {
      return;
    }
    byte[] bytes = piece.getBytes();
    checksum.update(bytes);
    length += bytes.length;
    waiting += bytes.length;
    pieces.add(piece);
    spilling |= !store.contents().isForMemory(length);
    next();
  }

  /** Whether the disk is behind. */
  boolean isFull() {
    return spilling && waiting > MAX_WAITING;
  }

  void drainHandler(Handler<Void> handler) {
    drain = handler;
  }

  /** Stores what was written as the content of a response. */
  Future<Void> finish(
      Entry.Address address, Vary vary, Head head, Function<String, List<String>> request) {
    Entry.Content content = new Entry.Content(id, length, (int) checksum.getValue());
    if (!spilling) {
      Buffer all = Buffer.buffer((int) length);
      pieces.forEach(all::appendBuffer);
      store.put(new Entry(address, vary, head, content, all, false), request);
      return Future.succeededFuture();
    }
    ended = true;
    next();
    DiskFormat.Stored stored =
        new DiskFormat.Stored(address, vary, head.status(), head.fields(), head.moments(), content);
    return written
        .future()
        .compose(v -> store.vertx().executeBlocking(() -> blockingFinish(stored), false))
        .onSuccess(v -> store.adopt(new Entry(address, vary, head, content, null, true), request))
        .onFailure(this::failed);
  }

  private Void blockingFinish(DiskFormat.Stored stored) throws java.io.IOException {
    store.contents().disk().blockingFinish(stored, file);
    return null;
  }

  void abandon() {
    if (!abandoned) {
      abandoned = true;
      pieces = new ArrayList<>();
      waiting = 0;
      next();
    }
  }

  /** Does the next thing there is to do with the file, unless one is being done. */
  private void next() {
    if (!spilling || busy) {
      return;
    }
    if (abandoned) {
      busy = true;
      store.vertx().executeBlocking(this::blockingClose, false);
    } else if (!pieces.isEmpty()) {
      busy = true;
      List<Buffer> some = pieces;
      pieces = new ArrayList<>();
      store
          .vertx()
          .executeBlocking(() -> blockingWrite(some), false)
          .onSuccess(this::wrote)
          .onFailure(this::failed);
    } else if (ended) {
      written.tryComplete();
    }
  }

  private void wrote(long bytes) {
    busy = false;
    waiting -= bytes;
    next();
    if (!isFull()) {
      drain.handle(null);
    }
  }

  private void failed(Throwable cause) {
    busy = false;
    store.contents().notWritten(cause);
    written.tryFail(cause);
    abandon();
    drain.handle(null);
  }

  private long blockingWrite(List<Buffer> some) throws java.io.IOException {
    if (file == null) {
      file = store.contents().disk().blockingBegin(id);
    }
    long bytes = 0;
    for (Buffer piece : some) {
      Disk.blockingWriteAll(file, ByteBuffer.wrap(piece.getBytes()));
      bytes += piece.length();
    }
    return bytes;
  }

  private Void blockingClose() throws java.io.IOException {
    if (file != null) {
      file.close();
    }
    store.contents().disk().blockingAbandon(id);
    return null;
  }
}
