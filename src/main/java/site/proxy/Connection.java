package site.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.time.Duration;

/**
 * One connection to a target, carrying one request at a time or, in HTTP/2, several. Whoever got it
 * from its pool gives it back by {@link #release}, once.
 */
final class Connection {
  private final ConnectionPool pool;
  private final Line line;
  private final boolean forOne;
  private Duration keep = KeepAlive.DEFAULT;
  private int active;
  private boolean reused;
  private boolean closed;
  private long idleSince;

  /**
   * A connection that was just established.
   *
   * @param forOne whether the target was told for whom it is, so that it serves nobody else
   */
  Connection(ConnectionPool pool, Line line, boolean forOne) {
    this.pool = pool;
    this.line = line;
    this.forOne = forOne;
    line.onGone(this::gone);
  }

  /** Takes a place for a request on it. */
  Connection take() {
    active++;
    return this;
  }

  /** Whether it can take a request, another one where it carries several at a time. */
  boolean hasRoom() {
    return !closed && active < line.capacity();
  }

  /** Whether it can carry several requests at a time. */
  boolean isShared() {
    return line.capacity() > 1;
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
    active--;
    idleSince = System.nanoTime();
    if (!closed && !forOne && (reusable || (isShared() && pool.offers(this)))) {
      line.ready();
      reused = true;
      pool.giveBack(this);
    } else if (active == 0) {
      close();
    }
  }

  /** What it goes over. */
  Channel channel() {
    return line.channel();
  }

  /** It became something else than HTTP and no longer takes a place in the pool. */
  void leavePool() {
    pool.leave(this);
  }

  boolean isUsable(long now) {
    return !closed && (active > 0 || now - idleSince < keep.toNanos());
  }

  boolean wasUsedWithin(Duration time, long now) {
    return active > 0 || now - idleSince < time.toNanos();
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
