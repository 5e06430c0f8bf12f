package site.proxy;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import site.config.RetryConfig;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;
import site.config.UpstreamConfig.Timeouts;
import site.http.Exchange;

/**
 * Other servers that answer alike, with the connections kept to them. Outlives a configuration's
 * revisions as long as its own configuration stays equal.
 */
public final class Upstream {
  private final Vertx vertx;
  private final UpstreamConfig config;
  private final PoolLimits limits;
  private final StickyIds stickyIds;
  private final Roster roster;
  private final Lines lines;
  private final WaitingLine line;
  private final Map<EventLoop, LoopPools> loops = new ConcurrentHashMap<>();
  private final Map<Target, String> idsOfTargets = new ConcurrentHashMap<>();
  private final RetryBudget budget;
  private final Copies copies = new Copies();
  private final LongAdder retries = new LongAdder();
  private final AtomicInteger turns = new AtomicInteger();
  private final Optional<HealthChecks> checks;
  private final Optional<NamedTargets> named;
  private volatile boolean closed;

  /**
   * Opens no connection for requests yet, and asks the targets how they are, if that is wished.
   *
   * @param stickyIds names targets in cookies
   */
  public Upstream(Vertx vertx, UpstreamConfig config, StickyIds stickyIds) {
    this(
        vertx,
        config,
        stickyIds,
        PoolLimits.DEFAULT,
        Clock.systemUTC(),
        DnsServerAddressStreamProviders.platformDefault());
  }

  Upstream(
      Vertx vertx,
      UpstreamConfig config,
      StickyIds stickyIds,
      PoolLimits limits,
      Clock clock,
      DnsServerAddressStreamProvider servers) {
    this.vertx = vertx;
    this.config = config;
    this.limits = limits;
    this.stickyIds = stickyIds;
    this.budget = new RetryBudget(config.retry().budget(), System.nanoTime());
    this.line = new WaitingLine(vertx, config.balance().queue());
    this.roster =
        new Roster(
            config.targets(),
            (target, address) -> new Target(target, address, config, clock, line::roomMade));
    this.lines = new Lines(vertx, config);
    Announcement ours = Announcement.ofOurs(config.proxyProtocol());
    this.checks =
        config.health().check().map(check -> new HealthChecks(vertx, check, this::pools, ours));
    checks.ifPresent(all -> all.watch(targets()));
    this.named = named(servers);
  }

  private Optional<NamedTargets> named(DnsServerAddressStreamProvider servers) {
    List<TargetConfig> names = config.targets().stream().filter(NamedTargets::isNamed).toList();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new NamedTargets(vertx, servers, names, this::moved));
  }

  /** The addresses of a name changed. */
  private void moved(TargetConfig target, List<Endpoint> endpoints) {
    roster.moved(target, endpoints);
    List<Target> present = targets();
    idsOfTargets.keySet().retainAll(present);
    loops.values().forEach(pools -> pools.retain(present));
    checks.ifPresent(all -> all.watch(present));
    line.roomMade();
  }

  /** What it is doing, for {@code status} and metrics. */
  public UpstreamState state() {
    return new UpstreamState(
        targets().stream().map(Target::state).toList(),
        line.length(),
        retries.sum(),
        copies.state());
  }

  /** Closes every connection at once, those in use, too: call it when requests had their time. */
  public Future<Void> close() {
    closed = true;
    named.ifPresent(NamedTargets::close);
    checks.ifPresent(HealthChecks::close);
    line.close(Reasons.upstreamRemoved());
    loops.values().forEach(LoopPools::close);
    return lines.close();
  }

  @Override
  public String toString() {
    return state().toString();
  }

  Timeouts timeouts() {
    return config.timeouts();
  }

  RetryConfig retry() {
    return config.retry();
  }

  RetryBudget budget() {
    return budget;
  }

  /** Those of requests that others answer. */
  Copies copies() {
    return copies;
  }

  /** A request is sent to another target, since the first one's answer would not do. */
  void countRetry() {
    retries.increment();
  }

  boolean isClosed() {
    return closed;
  }

  List<Target> targets() {
    return roster.present();
  }

  /** Begins to look for targets for a request. */
  Selection select(Exchange exchange) {
    budget.earn(System.nanoTime());
    OptionalLong key = RequestKey.of(config.balance(), exchange);
    return new Selection(
        this, key, presentedId(exchange), Announcement.of(config.proxyProtocol(), exchange));
  }

  /** Who of these gets the next request. */
  Target choose(List<Target> free, OptionalLong key, long now) {
    if (free.size() == 1) {
      return free.get(0);
    }
    List<Candidate> candidates = free.stream().map(target -> target.candidate(now)).toList();
    return free.get(position(candidates, key));
  }

  private int position(List<Candidate> candidates, OptionalLong key) {
    return switch (config.balance().policy()) {
      case ROUND_ROBIN -> Balancer.roundRobin(candidates, turns.getAndIncrement());
      case LEAST_REQUESTS -> Balancer.leastRequests(candidates, turns.getAndIncrement());
      case RANDOM_TWO -> Balancer.randomTwo(candidates, ThreadLocalRandom.current());
      case FIRST -> 0;
      case IP_HASH, HASH ->
          key.isPresent()
              ? Balancer.byHash(candidates, key.getAsLong())
              : Balancer.roundRobin(candidates, turns.getAndIncrement());
    };
  }

  /** Waits until a choice can be made. */
  Future<Target> await(Supplier<Optional<Target>> choice) {
    return closed ? Future.failedFuture(Reasons.upstreamRemoved()) : line.join(choice);
  }

  /** Whether a target may get the request that has to know before how long its body is. */
  boolean needsLength() {
    return targets().stream().anyMatch(target -> !target.protocol().isHttp());
  }

  /** Those of the event loop that asks. */
  Deadlines deadlines() {
    return pools().deadlines();
  }

  /** A connection to a target a place was taken at, on the present event loop. */
  Future<Connection> acquire(Target target, Reuse reuse, Announcement announcement) {
    if (closed) {
      target.ended();
      return Future.failedFuture(Reasons.upstreamRemoved());
    }
    return pools()
        .pool(target)
        .acquire(reuse, announcement)
        .onFailure(cause -> target.failed(cause.getMessage(), System.nanoTime()));
  }

  /** What the present event loop has. */
  private LoopPools pools() {
    EventLoop loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
    return loops.computeIfAbsent(loop, this::openPools);
  }

  /** The cookie that names a client's target; absent where none does. */
  Optional<String> stickyCookie() {
    return config.balance().stickyCookie();
  }

  /** What a target is called in that cookie. */
  Optional<String> stickyId(Target target) {
    return stickyCookie()
        .map(cookie -> idsOfTargets.computeIfAbsent(target, one -> stickyIds.of(one.toString())));
  }

  private Optional<String> presentedId(Exchange exchange) {
    return stickyCookie()
        .flatMap(name -> Cookies.value(exchange.request().headers().getAll("cookie"), name));
  }

  private LoopPools openPools(EventLoop loop) {
    ContextInternal context = ((VertxInternal) vertx).contextBuilder().withEventLoop(loop).build();
    return new LoopPools(context, lines, config.timeouts(), limits);
  }
}
