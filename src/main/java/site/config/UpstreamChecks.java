package site.config;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.TargetUrl.Protocol;

/** Whether what is wished of an upstream can be had of each of its targets. */
final class UpstreamChecks {
  private final Problems problems;

  UpstreamChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode root) {
    upstreams(root).filter(one -> one.wrote("proxy-protocol")).forEach(this::proxyProtocol);
  }

  /** Those with a name, and those that are written where they are used. */
  static Stream<ConfigNode> upstreams(ConfigNode root) {
    Stream<ConfigNode> named =
        root.find("upstreams").map(ConfigNode::entries).stream()
            .flatMap(all -> all.values().stream());
    Stream<ConfigNode> inPlace =
        CrossChecks.sites(root).stream()
            .flatMap(site -> site.find("routes").map(ConfigNode::items).stream())
            .flatMap(List::stream)
            .flatMap(UpstreamChecks::proxies)
            .filter(ConfigNode::isMap);
    return Stream.concat(named, inPlace);
  }

  private static Stream<ConfigNode> proxies(ConfigNode route) {
    Optional<ConfigNode> fallback =
        route.find("files").flatMap(files -> files.find("fallback")).filter(ConfigNode::isMap);
    return Stream.of(Optional.of(route), fallback)
        .flatMap(Optional::stream)
        .flatMap(owner -> owner.find("proxy").stream());
  }

  /** A connection that is for one client only would have to be shared, or is not HTTP at all. */
  private void proxyProtocol(ConfigNode upstream) {
    upstream.find("to").map(ConfigNode::items).orElse(List.of()).stream()
        .map(target -> target.isMap() ? target.find("url").orElse(target) : target)
        .filter(target -> target.is(TargetUrl.class))
        .filter(target -> !knowsProxyProtocol(target.as(TargetUrl.class).protocol()))
        .forEach(
            target ->
                problems.error(
                    target.spot(), target.shown(), "expected http or https with proxy-protocol"));
  }

  private static boolean knowsProxyProtocol(Protocol protocol) {
    return protocol == Protocol.HTTP || protocol == Protocol.HTTPS;
  }
}
