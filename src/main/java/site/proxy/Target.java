package site.proxy;

import io.vertx.core.net.SocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import site.config.Address;
import site.config.TargetUrl;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig;
import site.config.UpstreamConfig.TargetConfig;

/** One server of an upstream: where it is and how it has been doing. Shared by all event loops. */
final class Target {
  /** The weight of the configuration times that of the DNS, as far as shares can be told apart. */
  private static final int HEAVIEST = 1 << 16;

  /** Behind every priority of the DNS. */
  private static final int BACKUP = 1 << 16;

  private final TargetConfig config;
  private final TargetUrl url;
  private final Optional<Endpoint> resolved;
  private final SocketAddress socket;
  private final String host;
  private final int limit;
  private final Runnable onRoom;
  private final Duration slowStart;
  private final TargetHealth health;
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * Nothing is under way yet.
   *
   * @param resolved which of its name's places it is; absent where it is at an address already, or
   *     none is known yet
   * @param upstream what it belongs to
   * @param onRoom told whenever a place has become free
   */
  Target(
      TargetConfig config,
      Optional<Endpoint> resolved,
      UpstreamConfig upstream,
      Clock clock,
      Runnable onRoom) {
    this.config = config;
    this.onRoom = onRoom;
    this.resolved = resolved;
    this.url = config.url();
    this.slowStart = upstream.balance().slowStart();
    this.health = new TargetHealth(this, upstream.health(), clock);
    this.socket = socket(url.address(), resolved);
    this.host = host(url);
    this.limit = config.maxConnections().orElse(Integer.MAX_VALUE);
  }

  TargetUrl url() {
    return config.url();
  }

  Protocol protocol() {
    return url.protocol();
  }

  SocketAddress socket() {
    return socket;
  }

  /** The {@code Host} that names the target itself. */
  String host() {
    return host;
  }

  /** Those of the lowest rank that are well get the requests. */
  int rank() {
    return (config.backup() ? BACKUP : 0) + resolved.map(Endpoint::rank).orElse(0);
  }

  TargetHealth health() {
    return health;
  }

  Candidate candidate(long now) {
    double part =
        health.recovered().map(since -> SlowStart.part(now - since, slowStart)).orElse(1.0);
    return new Candidate(Hash.of(toString()), weight() * part, active.get());
  }

  private int weight() {
    return Math.min(HEAVIEST, config.weight() * resolved.map(Endpoint::weight).orElse(1));
  }

  /** Whether it may get requests at all. */
  boolean isAvailable(long now) {
    return health.admits(now);
  }

  /** Whether it could take a request now. */
  boolean isFree(long now) {
    return active.get() < limit && health.admits(now);
  }

  /** Takes one of the places, which {@link #ended} gives back; false when none is free. */
  boolean tryBegin(long now) {
    if (!takePlace()) {
      return false;
    }
    if (!health.begin(now)) {
      ended();
      return false;
    }
    requests.increment();
    return true;
  }

  private boolean takePlace() {
    int before = active.get();
    while (before < limit) {
      if (active.compareAndSet(before, before + 1)) {
        return true;
      }
      before = active.get();
    }
    return false;
  }

  /** A question of ours is on its way, which waits for nobody and ends like a request. */
  void beginCheck() {
    active.incrementAndGet();
  }

  void ended() {
    active.decrementAndGet();
    onRoom.run();
  }

  /** A request was answered with this status. */
  void answered(int status, long now) {
    if (status >= 502 && status <= 504) {
      health.failed("answered " + status, now);
    } else {
      health.succeeded(now);
    }
  }

  /** A request was refused, not answered in time or broken off. */
  void failed(String reason, long now) {
    failures.increment();
    health.failed(reason, now);
  }

  UpstreamState.TargetState state() {
    TargetHealth.Shown shown = health.shown();
    return new UpstreamState.TargetState(
        toString(),
        active.get(),
        requests.sum(),
        failures.sum(),
        shown.condition(),
        shown.reason(),
        shown.since());
  }

  @Override
  public String toString() {
    return url + resolved.map(at -> " (" + NamedTargets.shown(config, at) + ")").orElse("");
  }

  private static SocketAddress socket(Address address, Optional<Endpoint> resolved) {
    if (resolved.isPresent()) {
      return SocketAddress.inetSocketAddress(resolved.get().socket());
    }
    if (address instanceof Address.Unix unix) {
      return SocketAddress.domainSocketAddress(unix.path().toString());
    }
    Address.Tcp tcp = (Address.Tcp) address;
    return SocketAddress.inetSocketAddress(tcp.port(), tcp.host());
  }

  private static String host(TargetUrl url) {
    if (url.address() instanceof Address.Service service) {
      return service.domain();
    }
    if (!(url.address() instanceof Address.Tcp tcp)) {
      return "localhost";
    }
    String text = tcp.toString();
    return tcp.port() == url.protocol().port() ? text.substring(0, text.lastIndexOf(':')) : text;
  }
}
