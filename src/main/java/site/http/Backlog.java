package site.http;

import io.vertx.core.Future;

/**
 * The bytes that were written to a stream and are not on the wire yet. Vert.x calls a stream full
 * that holds sixteen messages beyond what its connection takes, of whatever size; so large pieces
 * are counted here as well. Lives on one event loop.
 */
public final class Backlog {
  /** Two of the largest pieces that are read of a socket at once, in bytes. */
  static final int MOST = 128 * 1024;

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

  /** Counts a piece until it is written; one that cannot be written stays, as all that follow. */
  public void add(int length, Future<Void> written) {
    bytes += length;
    written.onSuccess(done -> remove(length));
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
