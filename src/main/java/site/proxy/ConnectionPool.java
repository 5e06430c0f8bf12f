package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import site.config.TargetUrl.Protocol;
import site.http.HttpFailure;

/**
 * The connections of one event loop to one target, last used first. Touched by that loop only, so
 * nothing here is locked and a request never leaves its loop.
 *
 * <p>The pool is our own and not that of {@code HttpClient} for what it tells: whether connecting
 * failed or a request did, whether a connection is fresh, and how long it was idle. See
 * decisions.md, "Connection pool of the proxy".
 */
final class ConnectionPool {
  /** A target that closes idle connections rarely does so within this time. */
  private static final Duration RECENT = Duration.ofSeconds(1);

  private final Target target;
  private final LoopPools loop;
  private final Lines lines;
  private final Duration connectTimeout;
  private final PoolLimits limits;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> open = new HashSet<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int connecting;
  private boolean multiplexes;
  private boolean retired;

  /** Somebody who gets the next place there is. */
  private record Waiting(Promise<Connection> place, Announcement announcement) {}

  ConnectionPool(
      Target target, LoopPools loop, Lines lines, Duration connectTimeout, PoolLimits limits) {
    this.target = target;
    this.loop = loop;
    this.lines = lines;
    this.connectTimeout = connectTimeout;
    this.limits = limits;
    this.multiplexes = target.protocol() == Protocol.H2C;
  }

  Target target() {
    return target;
  }

  LoopPools loop() {
    return loop;
  }

  /**
   * A connection to send one request on, for which a place at the target was taken.
   *
   * @param announcement for whom; one that is made, is made on a connection of its own
   * @return fails with the {@link HttpFailure} to answer, and then the place is given back
   */
  Future<Connection> acquire(Reuse reuse, Announcement announcement) {
    Connection kept = announcement.isMade() ? null : takeIdle(reuse);
    if (kept != null) {
      return Future.succeededFuture(kept);
    }
    Future<Connection> found =
        mustWait(reuse) ? enqueue(announcement) : connect(reuse, announcement);
    return found.onFailure(cause -> target.ended());
  }

  /** Takes back a connection that may be used again. */
  void giveBack(Connection connection) {
    if (retired) {
      connection.close();
      return;
    }
    if (!connection.isShared() || !offers(connection)) {
      idle.push(connection);
    }
    if (!waiting.isEmpty()) {
      // Not at once: bytes behind the end of the response just read would be taken for an answer.
      loop.later(this::serveWaiting);
    }
  }

  /** Whether others may get a place on it. */
  boolean offers(Connection connection) {
    return idle.contains(connection);
  }

  /** The target is no longer one: what is idle is closed, now and whenever a request ends. */
  void retire() {
    retired = true;
    List.copyOf(idle).forEach(Connection::close);
    idle.clear();
  }

  /** Forgets a connection that was closed or became a tunnel. */
  void leave(Connection connection) {
    if (open.remove(connection)) {
      idle.remove(connection);
      serveWaiting();
    }
  }

  /** Closes what has been idle too long. */
  void evict(long now) {
    while (!idle.isEmpty() && !idle.peekLast().isUsable(now)) {
      idle.pollLast().close();
    }
  }

  /** Refuses those who wait. */
  void close() {
    while (!waiting.isEmpty()) {
      waiting.remove().place.fail(Reasons.upstreamRemoved());
    }
  }

  private Connection takeIdle(Reuse reuse) {
    long now = System.nanoTime();
    Connection latest = isFresh(reuse) ? null : idle.peek();
    while (latest != null && !latest.isUsable(now)) {
      idle.pop().close();
      latest = idle.peek();
    }
    if (latest == null || (reuse == Reuse.RECENT && !latest.wasUsedWithin(RECENT, now))) {
      return null;
    }
    latest.take();
    if (!latest.hasRoom()) {
      idle.pop();
    }
    return latest;
  }

  /** An upgrade is a matter of HTTP/1.1, which a target that offers HTTP/2 must be asked for. */
  private boolean isFresh(Reuse reuse) {
    return reuse == Reuse.NONE || (reuse == Reuse.UPGRADE && target.protocol() == Protocol.HTTPS);
  }

  /** A connection that carries many requests is worth waiting for. */
  private boolean mustWait(Reuse reuse) {
    return isFull() || (multiplexes && connecting > 0 && !isFresh(reuse));
  }

  private boolean isFull() {
    return open.size() + connecting >= limits.connections();
  }

  private Future<Connection> connect(Reuse reuse, Announcement announcement) {
    connecting++;
    return lines
        .open(target, announcement, reuse == Reuse.UPGRADE)
        .map(line -> new Connection(this, line, announcement.isMade()).take())
        .onComplete(done -> connecting--)
        .onSuccess(connection -> opened(connection, reuse))
        .onComplete(done -> loop.later(this::serveWaiting))
        .recover(cause -> Future.failedFuture(Reasons.connecting(target, cause, connectTimeout)));
  }

  private void opened(Connection connection, Reuse reuse) {
    open.add(connection);
    multiplexes |= connection.isShared();
    if (connection.hasRoom() && !isFresh(reuse)) {
      idle.push(connection);
    }
  }

  private Future<Connection> enqueue(Announcement announcement) {
    if (waiting.size() >= limits.waiting()) {
      return Future.failedFuture(new HttpFailure(503, "too many requests wait for " + target));
    }
    Waiting next = new Waiting(Promise.promise(), announcement);
    waiting.add(next);
    Deadline patience = loop.deadlines().start(() -> loseIn(next));
    patience.begin(connectTimeout);
    return next.place.future().onComplete(done -> loop.deadlines().stop(patience));
  }

  private void loseIn(Waiting late) {
    if (waiting.remove(late)) {
      String reason = "no connection to " + target + " became free within ";
      late.place.fail(new HttpFailure(503, reason + Reasons.text(connectTimeout)));
    }
  }

  private void serveWaiting() {
    while (!waiting.isEmpty()) {
      Announcement announcement = waiting.element().announcement;
      Connection kept = announcement.isMade() ? null : takeIdle(Reuse.ANY);
      if (kept != null) {
        waiting.remove().place.complete(kept);
      } else if (mustWait(Reuse.ANY)) {
        return;
      } else {
        connect(Reuse.ANY, announcement).onComplete(waiting.remove().place);
      }
    }
  }
}
