package site.files;

import io.netty.buffer.ByteBuf;
import io.netty.util.internal.PlatformDependent;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.impl.buffer.VertxByteBufAllocator;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Memory, outside of Java's heap, for what was read of files and is not sent yet. Clients that do
 * not read hold what they were about to be sent; so pieces are small once half of the memory is
 * lent, and when all of it is, whoever comes waits in turn for one of the others to go on or to be
 * cut off as idle.
 */
final class PieceMemory {
  /** The smallest piece lent, in bytes, but for the last one of a file. */
  static final int LEAST = 4 * 1024;

  /** The largest piece lent, in bytes. */
  static final int MOST = 256 * 1024;

  /** What all files of this process share: a quarter of the memory there is of this kind. */
  static final PieceMemory SHARED =
      new PieceMemory(Math.min(256L * 1024 * 1024, PlatformDependent.maxDirectMemory() / 4));

  private final long limit;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private long lent;

  private record Waiting(int wanted, Promise<ByteBuf> promise) {}

  /**
   * Lends up to a limit.
   *
   * @param limit in bytes
   */
  PieceMemory(long limit) {
    this.limit = limit;
  }

  /**
   * Lends an empty buffer of the capacity wanted, or of a smaller one when memory is scarce. What
   * is lent has to be given back.
   *
   * @param context where the future is completed
   * @param wanted in bytes
   */
  synchronized Future<ByteBuf> lend(ContextInternal context, int wanted) {
    if (lent < limit && waiting.isEmpty()) {
      return context.succeededFuture(allocate(wanted));
    }
    Promise<ByteBuf> promise = context.promise();
    waiting.add(new Waiting(wanted, promise));
    return promise.future();
  }

  /** Takes back what was lent; nobody may look at it any more. */
  void giveBack(ByteBuf piece) {
    takeBack(piece);
    Optional<Runnable> next = serveNext();
    while (next.isPresent()) {
      next.get().run();
      next = serveNext();
    }
  }

  private synchronized void takeBack(ByteBuf piece) {
    lent -= piece.maxCapacity();
    piece.release();
  }

  /** Who waited is told outside of the lock, as he may come back at once. */
  private synchronized Optional<Runnable> serveNext() {
    if (lent >= limit || waiting.isEmpty()) {
      return Optional.empty();
    }
    Waiting next = waiting.remove();
    ByteBuf piece = allocate(next.wanted);
    return Optional.of(() -> next.promise.complete(piece));
  }

  /** What was lent and not given back, in bytes. */
  synchronized long lent() {
    return lent;
  }

  private ByteBuf allocate(int wanted) {
    int size = lent < limit / 2 ? wanted : Math.min(wanted, LEAST);
    lent += size;
    return VertxByteBufAllocator.POOLED_ALLOCATOR.directBuffer(size, size);
  }
}
