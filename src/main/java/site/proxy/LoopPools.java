package site.proxy;

import io.netty.util.concurrent.Future;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import site.config.UpstreamConfig.Timeouts;

/** What one event loop has of an upstream: a pool for each target and the deadlines it keeps. */
final class LoopPools {
  private static final Duration FINEST = Duration.ofMillis(5);
  private static final Duration COARSEST = Duration.ofSeconds(1);

  private final ContextInternal context;
  private final Lines lines;
  private final Timeouts timeouts;
  private final PoolLimits limits;
  private final Map<Target, ConnectionPool> pools = new HashMap<>();
  private final Deadlines deadlines = new Deadlines();
  private final Future<?> ticker;

  /**
   * Begins to look after deadlines.
   *
   * @param context on the event loop, and of no listener: what is woken here may write responses,
   *     whose handlers need a context
   */
  LoopPools(ContextInternal context, Lines lines, Timeouts timeouts, PoolLimits limits) {
    this.context = context;
    this.lines = lines;
    this.timeouts = timeouts;
    this.limits = limits;
    long tick = tick(timeouts).toNanos();
    // Netty's timer: one of Vert.x would end with the listener whose request happened to be first.
    this.ticker =
        context
            .nettyEventLoop()
            .scheduleAtFixedRate(() -> context.emit(v -> tick()), tick, tick, TimeUnit.NANOSECONDS);
  }

  /** The pool of a target, made when it is first asked for; on this loop only. */
  ConnectionPool pool(Target target) {
    return pools.computeIfAbsent(
        target, one -> new ConnectionPool(one, this, lines, timeouts.connect(), limits));
  }

  /** Gives up the pools of all others; their requests end in peace. */
  void retain(Collection<Target> targets) {
    later(
        () -> {
          List<Target> gone =
              pools.keySet().stream().filter(target -> !targets.contains(target)).toList();
          gone.forEach(target -> pools.remove(target).retire());
        });
  }

  Deadlines deadlines() {
    return deadlines;
  }

  /** Runs something after what the loop is doing now. */
  void later(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  void close() {
    ticker.cancel(false);
    later(() -> pools.values().forEach(ConnectionPool::close));
  }

  private void tick() {
    long now = System.nanoTime();
    deadlines.check(now);
    pools.values().forEach(pool -> pool.evict(now));
  }

  /** A tenth of the shortest time, so that none is overdrawn by more. */
  static Duration tick(Timeouts timeouts) {
    Duration shortest =
        List.of(timeouts.connect(), timeouts.response(), timeouts.idle()).stream()
            .min(Duration::compareTo)
            .orElseThrow();
    Duration tick = shortest.dividedBy(10);
    return tick.compareTo(FINEST) < 0 ? FINEST : tick.compareTo(COARSEST) > 0 ? COARSEST : tick;
  }
}
