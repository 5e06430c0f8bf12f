package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;

/**
 * One connection to a target, carrying one request at a time. Whoever got it from its pool gives it
 * back by {@link #release}, once.
 */
final class Connection {
  private final ConnectionPool pool;
  private final Line line;
  private Duration keep = KeepAlive.DEFAULT;
  private boolean reused;
  private boolean closed;
  private long idleSince;

  Connection(ConnectionPool pool, Line line) {
    this.pool = pool;
    this.line = line;
    line.onGone(this::gone);
  }

  Future<TargetRequest> request() {
    return line.request();
  }

  Target target() {
    return pool.target();
  }

  LoopPools loop() {
    return pool.loop();
  }

  /** Whether it carried a request before the present one. */
  boolean isReused() {
    return reused;
  }

  /** Takes note of how long the target wants to keep it. */
  void keep(MultiMap responseHeaders) {
    keep = KeepAlive.idle(responseHeaders);
  }

  /**
   * Gives it back.
   *
   * @param reusable whether request and response are complete and the target keeps it open
   */
  void release(boolean reusable) {
    target().ended();
    if (reusable && !closed) {
      line.ready();
      reused = true;
      idleSince = System.nanoTime();
      pool.giveBack(this);
    } else {
      close();
    }
  }

  /** It became something else than HTTP and no longer takes a place in the pool. */
  void leavePool() {
    pool.leave(this);
  }

  boolean isUsable(long now) {
    return !closed && now - idleSince < keep.toNanos();
  }

  boolean wasUsedWithin(Duration time, long now) {
    return now - idleSince < time.toNanos();
  }

  void close() {
    closed = true;
    line.close();
  }

  private void gone() {
    closed = true;
    pool.leave(this);
  }
}
