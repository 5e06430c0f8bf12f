package site.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import site.config.Address;
import site.config.UpstreamConfig.TargetConfig;

/**
 * The targets an upstream has at present. One that is configured by a name becomes as many as the
 * name has addresses; those that stay keep their health, their numbers and their connections.
 */
final class Roster {
  private final BiFunction<TargetConfig, Optional<Endpoint>, Target> make;
  private final Map<TargetConfig, Map<Optional<Endpoint>, Target>> all = new LinkedHashMap<>();
  private volatile List<Target> present;

  /** As many targets as were configured, but for services. */
  Roster(List<TargetConfig> configured, BiFunction<TargetConfig, Optional<Endpoint>, Target> make) {
    this.make = make;
    for (TargetConfig one : configured) {
      all.put(one, unasked(one));
    }
    this.present = flat();
  }

  List<Target> present() {
    return present;
  }

  /** A name leads to these addresses now; the targets that came are eased in. */
  synchronized void moved(TargetConfig named, List<Endpoint> endpoints) {
    Map<Optional<Endpoint>, Target> before = all.get(named);
    Map<Optional<Endpoint>, Target> after = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      Optional<Endpoint> at = Optional.of(endpoint);
      after.put(at, before.containsKey(at) ? before.get(at) : joining(named, at, before));
    }
    all.put(named, after);
    present = flat();
  }

  /** Before the DNS was asked a server goes by its name, while of a service nothing is known. */
  private Map<Optional<Endpoint>, Target> unasked(TargetConfig one) {
    return one.url().address() instanceof Address.Service
        ? Map.of()
        : Map.of(Optional.empty(), make.apply(one, Optional.empty()));
  }

  private Target joining(
      TargetConfig named, Optional<Endpoint> at, Map<Optional<Endpoint>, Target> before) {
    Target fresh = make.apply(named, at);
    boolean first = before.isEmpty() || before.containsKey(Optional.<Endpoint>empty());
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
