package site.proxy;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.Timeouts;

/**
 * Other servers that answer alike, with the connections kept to them. Outlives a configuration's
 * revisions as long as its own configuration stays equal.
 */
public final class Upstream {
  private final Vertx vertx;
  private final Timeouts timeouts;
  private final PoolLimits limits;
  private final List<Target> targets;
  private final Lines lines;
  private final Map<EventLoop, LoopPools> loops = new ConcurrentHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean closed;

  /** Opens no connection yet; a target that is down is noticed by the first request. */
  public Upstream(Vertx vertx, UpstreamConfig config) {
    this(vertx, config, PoolLimits.DEFAULT);
  }

  Upstream(Vertx vertx, UpstreamConfig config, PoolLimits limits) {
    this.limits = limits;
    this.vertx = vertx;
    this.timeouts = config.timeouts();
    this.targets = config.targets().stream().map(Target::new).toList();
    this.lines = new Lines(vertx, timeouts);
  }

  /** What it is doing, for {@code status} and metrics. */
  public UpstreamState state() {
    return new UpstreamState(targets.stream().map(Target::state).toList());
  }

  /** Closes every connection at once, those in use, too: call it when requests had their time. */
  public Future<Void> close() {
    closed = true;
    loops.values().forEach(LoopPools::close);
    return lines.close();
  }

  @Override
  public String toString() {
    return state().toString();
  }

  Timeouts timeouts() {
    return timeouts;
  }

  /** Whether a target may get the request that has to know before how long its body is. */
  boolean needsLength() {
    return targets.stream().anyMatch(target -> target.protocol() == Protocol.UWSGI);
  }

  /**
   * A connection to the target whose turn it is or, while none can be had, to the next ones.
   *
   * @return fails with an {@link site.http.HttpFailure} when no target can be reached
   */
  Future<Connection> connect(Reuse reuse) {
    if (closed) {
      return Future.failedFuture(Reasons.upstreamRemoved());
    }
    return connect(pools(), reuse, turns.getAndIncrement(), 0);
  }

  /** Those of the event loop that asks. */
  Deadlines deadlines() {
    return pools().deadlines();
  }

  private LoopPools pools() {
    EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    return loops.computeIfAbsent(loop, this::openPools);
  }

  private Future<Connection> connect(LoopPools pools, Reuse reuse, int turn, int attempt) {
    int target = Balancer.roundRobin(turn, attempt, targets.size());
    Future<Connection> connection = pools.pool(target).acquire(reuse);
    if (attempt + 1 == targets.size()) {
      return connection;
    }
    return connection.recover(cause -> connect(pools, reuse, turn, attempt + 1));
  }

  private LoopPools openPools(EventLoop loop) {
    return new LoopPools(loop, targets, lines, timeouts, limits);
  }
}
