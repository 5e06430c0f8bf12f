package site.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import site.config.UpstreamConfig.TargetConfig;

/**
 * The targets an upstream has at present. One that is configured by a name becomes as many as the
 * name has addresses; those that stay keep their health, their numbers and their connections.
 */
final class Roster {
  private final BiFunction<TargetConfig, Optional<InetAddress>, Target> make;
  private final Map<TargetConfig, Map<Optional<InetAddress>, Target>> all = new LinkedHashMap<>();
  private volatile List<Target> present;

  /** As many targets as were configured. */
  Roster(
      List<TargetConfig> configured, BiFunction<TargetConfig, Optional<InetAddress>, Target> make) {
    this.make = make;
    for (TargetConfig one : configured) {
      all.put(one, Map.of(Optional.empty(), make.apply(one, Optional.empty())));
    }
    this.present = flat();
  }

  List<Target> present() {
    return present;
  }

  /** A name leads to these addresses now; the targets that came are eased in. */
  synchronized void moved(TargetConfig named, List<InetAddress> addresses) {
    Map<Optional<InetAddress>, Target> before = all.get(named);
    Map<Optional<InetAddress>, Target> after = new LinkedHashMap<>();
    for (InetAddress address : addresses) {
      Optional<InetAddress> at = Optional.of(address);
      after.put(at, before.containsKey(at) ? before.get(at) : joining(named, at, before));
    }
    all.put(named, after);
    present = flat();
  }

  private Target joining(
      TargetConfig named, Optional<InetAddress> at, Map<Optional<InetAddress>, Target> before) {
    Target fresh = make.apply(named, at);
    boolean first = before.containsKey(Optional.<InetAddress>empty());
    if (!first) {
      fresh.health().joined(System.nanoTime());
    }
    return fresh;
  }

  private List<Target> flat() {
    List<Target> flat = new ArrayList<>();
    all.values().forEach(targets -> flat.addAll(targets.values()));
    return List.copyOf(flat);
  }
}
