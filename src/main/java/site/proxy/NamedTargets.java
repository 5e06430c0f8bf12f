package site.proxy;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Address;
import site.config.UpstreamConfig.TargetConfig;

/**
 * Follows the names of targets: asks for their addresses at the start and whenever what was
 * answered has expired. While nobody answers, the addresses of before stay; before the first answer
 * there are none, and a target goes by its name.
 */
final class NamedTargets {
  private static final Logger LOG = LoggerFactory.getLogger(NamedTargets.class);

  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ContextInternal context;
  private final NameLookup lookup;
  private final BiConsumer<TargetConfig, List<InetAddress>> onChange;
  private final Map<TargetConfig, List<InetAddress>> known = new HashMap<>();
  private final Map<TargetConfig, Boolean> failing = new HashMap<>();
  private boolean closed;

  /**
   * Begins to ask.
   *
   * @param onChange told of new addresses, at least one
   */
  NamedTargets(
      Vertx vertx,
      DnsServerAddressStreamProvider servers,
      List<TargetConfig> named,
      BiConsumer<TargetConfig, List<InetAddress>> onChange) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.lookup = new NameLookup((VertxInternal) vertx, context.nettyEventLoop(), servers);
    this.onChange = onChange;
    context.runOnContext(v -> named.forEach(this::ask));
  }

  /** Whether a target is at a name whose addresses may change. */
  static boolean isNamed(TargetConfig target) {
    return target.url().address() instanceof Address.Tcp tcp
        && NetUtil.createInetAddressFromIpAddressString(tcp.host()) == null
        && !tcp.host().equals("localhost");
  }

  void close() {
    context.runOnContext(
        v -> {
          closed = true;
          lookup.close();
        });
  }

  private void ask(TargetConfig target) {
    if (!closed) {
      String name = ((Address.Tcp) target.url().address()).host();
      lookup
          .find(name)
          .onSuccess(answer -> found(target, name, answer))
          .onFailure(cause -> notFound(target, name, cause));
    }
  }

  private void found(TargetConfig target, String name, NameLookup.Answer answer) {
    if (closed) {
      return;
    }
    failing.remove(target);
    List<InetAddress> before = known.put(target, answer.addresses());
    if (!answer.addresses().equals(before)) {
      LOG.info("{} is at {}", name, text(answer.addresses()));
      onChange.accept(target, answer.addresses());
    }
    askAgain(target, bounded(answer.ttl()));
  }

  private void notFound(TargetConfig target, String name, Throwable cause) {
    if (failing.put(target, true) == null) {
      List<InetAddress> before = known.get(target);
      String rest = before == null ? "" : ", " + text(before) + " stay";
      LOG.warn("{} does not resolve: {}{}", name, cause.getMessage(), rest);
    }
    askAgain(target, AFTER_FAILURE);
  }

  private void askAgain(TargetConfig target, Duration pause) {
    if (!closed) {
      context.setTimer(pause.toMillis(), id -> ask(target));
    }
  }

  /** A time to live of 0 does not mean that nothing else is done, nor a day that nobody moves. */
  static Duration bounded(Duration ttl) {
    return ttl.compareTo(SOONEST) < 0 ? SOONEST : ttl.compareTo(LATEST) > 0 ? LATEST : ttl;
  }

  private static List<String> text(List<InetAddress> addresses) {
    return addresses.stream().map(InetAddress::getHostAddress).toList();
  }
}
