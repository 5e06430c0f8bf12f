package site.proxy;

import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
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
 * Follows the names of targets and services: asks for their addresses at the start and whenever
 * what was answered has expired. While nobody answers, the addresses of before stay; before the
 * first answer there are none, and a target goes by its name.
 */
final class NamedTargets {
  private static final Logger LOG = LoggerFactory.getLogger(NamedTargets.class);

  private static final Duration SOONEST = Duration.ofSeconds(1);
  private static final Duration LATEST = Duration.ofHours(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final ContextInternal context;
  private final NameLookup lookup;
  private final ServiceLookup services;
  private final BiConsumer<TargetConfig, List<Endpoint>> onChange;
  private final Map<TargetConfig, List<Endpoint>> known = new HashMap<>();
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
      BiConsumer<TargetConfig, List<Endpoint>> onChange) {
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.lookup = new NameLookup((VertxInternal) vertx, context.nettyEventLoop(), servers);
    this.services = new ServiceLookup(lookup);
    this.onChange = onChange;
    context.runOnContext(v -> named.forEach(this::ask));
  }

  /** Whether a target is at a name whose addresses may change. */
  static boolean isNamed(TargetConfig target) {
    Address address = target.url().address();
    return address instanceof Address.Service
        || (address instanceof Address.Tcp tcp && isName(tcp));
  }

  private static boolean isName(Address.Tcp tcp) {
    return NetUtil.createInetAddressFromIpAddressString(tcp.host()) == null
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
      find(target.url().address())
          .onSuccess(places -> found(target, places))
          .onFailure(cause -> notFound(target, cause));
    }
  }

  private Future<Places> find(Address address) {
    return address instanceof Address.Service service
        ? services.find(service.name())
        : lookup.find(((Address.Tcp) address).host(), ((Address.Tcp) address).port());
  }

  private static String name(TargetConfig target) {
    Address address = target.url().address();
    return address instanceof Address.Tcp tcp ? tcp.host() : address.toString();
  }

  private void found(TargetConfig target, Places places) {
    if (closed) {
      return;
    }
    failing.remove(target);
    List<Endpoint> before = known.put(target, places.endpoints());
    if (!places.endpoints().equals(before)) {
      LOG.info("{} is at {}", name(target), text(target, places.endpoints()));
      onChange.accept(target, places.endpoints());
    }
    askAgain(target, bounded(places.ttl()));
  }

  private void notFound(TargetConfig target, Throwable cause) {
    if (failing.put(target, true) == null) {
      List<Endpoint> before = known.get(target);
      String rest = before == null ? "" : ", " + text(target, before) + " stay";
      LOG.warn("{} does not resolve: {}{}", name(target), cause.getMessage(), rest);
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

  private static List<String> text(TargetConfig target, List<Endpoint> endpoints) {
    return endpoints.stream().map(endpoint -> shown(target, endpoint)).toList();
  }

  /** An address, with its port where the configuration does not say it. */
  static String shown(TargetConfig target, Endpoint endpoint) {
    String address = endpoint.address().getHostAddress();
    return target.url().address() instanceof Address.Service
        ? new Address.Tcp(address, endpoint.port()).toString()
        : address;
  }
}
