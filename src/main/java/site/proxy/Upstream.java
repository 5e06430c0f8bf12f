package site.proxy;

import io.netty.channel.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http1ClientConfig;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConfig;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.Timeouts;

/**
 * Other servers that answer alike, with the connections kept to them. Outlives a configuration's
 * revisions as long as its own configuration stays equal.
 */
public final class Upstream {
  private static final int MAX_HEADER_BYTES = 32 * 1024;

  /** A body is passed on in pieces of what one read brings, not in the codec's usual 8 KiB. */
  private static final int MAX_PIECE_BYTES = 64 * 1024;

  private final Vertx vertx;
  private final Timeouts timeouts;
  private final PoolLimits limits;
  private final List<Target> targets;
  private final HttpClientAgent client;
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
    this.client = vertx.createHttpClient(clientConfig(timeouts));
  }

  /** What it is doing, for {@code status} and metrics. */
  public UpstreamState state() {
    return new UpstreamState(targets.stream().map(Target::state).toList());
  }

  /** Closes every connection at once, those in use, too: call it when requests had their time. */
  public Future<Void> close() {
    closed = true;
    loops.values().forEach(LoopPools::close);
    return client.close();
  }

  @Override
  public String toString() {
    return state().toString();
  }

  Timeouts timeouts() {
    return timeouts;
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
    EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    LoopPools pools = loops.computeIfAbsent(loop, this::openPools);
    return connect(pools, reuse, turns.getAndIncrement(), 0);
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
    return new LoopPools(loop, targets, client, timeouts, limits);
  }

  private static HttpClientConfig clientConfig(Timeouts timeouts) {
    return new HttpClientConfig()
        .setVersions(HttpVersion.HTTP_1_1)
        .setConnectTimeout(timeouts.connect())
        .setHttp1Config(
            new Http1ClientConfig()
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_PIECE_BYTES));
  }
}
