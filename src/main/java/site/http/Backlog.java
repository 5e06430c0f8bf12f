package site.http;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that were written to a stream and are not on the wire yet. Vert.x calls a stream full
 * that holds sixteen messages beyond what its connection takes, of whatever size; so large pieces
 * are counted here as well. Lives on one event loop.
 */
public final class Backlog {
  /** Two of the largest pieces that are read of a socket at once, in bytes. */
  static final int MOST = 128 * 1024;

  private static final AtomicLong OF_ALL = new AtomicLong();

  private final Runnable drained;
  private long bytes;
  private boolean toldFull;

  /**
   * Nothing is written yet.
   *
   * @param drained called when half of it is free again, after somebody was told that it is full
   */
  public Backlog(Runnable drained) {
    this.drained = drained;
  }

  /** What is not on the wire yet of all streams, in bytes. */
  public static long ofAll() {
    return OF_ALL.get();
  }

  /** Counts a piece until it is written; after one that cannot be written nobody goes on. */
  public void add(int length, Future<Void> written) {
    bytes += length;
    OF_ALL.addAndGet(length);
    written.onComplete(
        done -> {
          OF_ALL.addAndGet(-length);
          if (done.succeeded()) {
            remove(length);
          }
        });
  }

  /** Whether the writer should wait. */
  public boolean isFull() {
    toldFull |= bytes > MOST;
    return toldFull;
  }

  private void remove(int length) {
    bytes -= length;
    if (toldFull && bytes <= MOST / 2) {
      toldFull = false;
      drained.run();
    }
  }
}
