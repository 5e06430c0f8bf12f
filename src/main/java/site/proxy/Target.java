package site.proxy;

import io.vertx.core.net.SocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import site.config.Address;
import site.config.TargetUrl;
import site.config.TargetUrl.Protocol;
import site.config.UpstreamConfig.TargetConfig;

/** One server of an upstream: where it is and how it has been doing. Shared by all event loops. */
final class Target {
  private final TargetConfig config;
  private final SocketAddress socket;
  private final String host;
  private final int limit;
  private final Runnable onRoom;
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /**
   * Nothing is under way yet.
   *
   * @param onRoom told whenever a place has become free
   */
  Target(TargetConfig config, Runnable onRoom) {
    this.config = config;
    this.onRoom = onRoom;
    this.socket = socket(config.url().address());
    this.host = host(config.url());
    this.limit = config.maxConnections().orElse(Integer.MAX_VALUE);
  }

  Protocol protocol() {
    return config.url().protocol();
  }

  SocketAddress socket() {
    return socket;
  }

  /** The {@code Host} that names the target itself. */
  String host() {
    return host;
  }

  boolean isBackup() {
    return config.backup();
  }

  Candidate candidate() {
    return new Candidate(Hash.of(toString()), config.weight(), active.get());
  }

  boolean hasRoom() {
    return active.get() < limit;
  }

  /** Takes one of the places, which {@link #ended} gives back; false when none is free. */
  boolean tryBegin() {
    int before = active.get();
    while (before < limit) {
      if (active.compareAndSet(before, before + 1)) {
        requests.increment();
        return true;
      }
      before = active.get();
    }
    return false;
  }

  void ended() {
    active.decrementAndGet();
    onRoom.run();
  }

  void failed() {
    failures.increment();
  }

  UpstreamState.TargetState state() {
    return new UpstreamState.TargetState(toString(), active.get(), requests.sum(), failures.sum());
  }

  @Override
  public String toString() {
    return config.url().toString();
  }

  private static SocketAddress socket(Address address) {
    if (address instanceof Address.Unix unix) {
      return SocketAddress.domainSocketAddress(unix.path().toString());
    }
    Address.Tcp tcp = (Address.Tcp) address;
    return SocketAddress.inetSocketAddress(tcp.port(), tcp.host());
  }

  private static String host(TargetUrl url) {
    if (!(url.address() instanceof Address.Tcp tcp)) {
      return "localhost";
    }
    String text = tcp.toString();
    return tcp.port() == url.protocol().port() ? text.substring(0, text.lastIndexOf(':')) : text;
  }
}
