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
  private final TargetUrl url;
  private final SocketAddress socket;
  private final String host;
  private final AtomicInteger active = new AtomicInteger();
  private final LongAdder requests = new LongAdder();
  private final LongAdder failures = new LongAdder();

  Target(TargetConfig config) {
    this.url = config.url();
    this.socket = socket(url.address());
    this.host = host(url);
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

  void began() {
    active.incrementAndGet();
    requests.increment();
  }

  void ended() {
    active.decrementAndGet();
  }

  void failed() {
    failures.increment();
  }

  UpstreamState.TargetState state() {
    return new UpstreamState.TargetState(toString(), active.get(), requests.sum(), failures.sum());
  }

  @Override
  public String toString() {
    return url.toString();
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
