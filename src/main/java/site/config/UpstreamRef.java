package site.config;

import java.util.List;
import java.util.Optional;
import site.config.UpstreamConfig.TargetConfig;

/** The many ways to say which servers are meant: a name, a target, a list of targets, a map. */
final class UpstreamRef {
  private UpstreamRef() {}

  /** What says it: the value itself, or what stands at {@code to} in a map. */
  static Optional<ConfigNode> to(ConfigNode proxy) {
    return proxy.isMap() ? proxy.find("to") : Optional.of(proxy).filter(ConfigNode::isValid);
  }

  /** The node that holds the name of an upstream, when it is one. */
  static Optional<ConfigNode> name(ConfigNode proxy) {
    return to(proxy).filter(to -> to.is(String.class));
  }

  /** The targets written in place. */
  static List<TargetConfig> targets(ConfigNode to) {
    return to.items().stream().map(UpstreamRef::target).toList();
  }

  private static TargetConfig target(ConfigNode node) {
    if (!node.isMap()) {
      return new TargetConfig(node.as(TargetUrl.class));
    }
    return new TargetConfig(
        node.get("url", TargetUrl.class),
        node.get("weight", Integer.class),
        node.get("backup", Boolean.class),
        node.find("max-connections", Integer.class));
  }
}
