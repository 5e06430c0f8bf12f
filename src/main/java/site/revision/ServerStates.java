package site.revision;

import java.util.LinkedHashMap;
import java.util.Map;
import site.cache.CacheStore;
import site.config.Address;
import site.config.Config;
import site.config.UpstreamConfig;
import site.deploy.Deployment;
import site.proxy.Upstream;
import site.proxy.UpstreamState;
import site.server.OpenListener;

/** Asks everything that lives for its state. */
final class ServerStates {
  private ServerStates() {}

  static ServerState of(Revision revision, int inFlight, Provisioner parts) {
    Config config = revision.config();
    return new ServerState(
        revision.number(),
        revision.since(),
        inFlight,
        parts.openListeners().stream().map(ServerStates::url).toList(),
        config.sites().stream().map(site -> site.hosts().get(0)).toList(),
        parts.deployments().stream().map(Deployment::state).toList(),
        upstreams(config, parts.upstreams()),
        parts.caches().stream().map(CacheStore::state).toList(),
        parts.certificates().state(),
        parts.droppedLogLines());
  }

  /** What a person would type to get there. */
  private static String url(OpenListener listener) {
    if (!(listener.address() instanceof Address.Tcp tcp)) {
      return listener.address().toString();
    }
    String scheme = listener.spec().config().tls() ? "https://" : "http://";
    return scheme + (tcp.host().isEmpty() ? new Address.Tcp("localhost", tcp.port()) : tcp);
  }

  private static Map<String, UpstreamState> upstreams(
      Config config, Map<UpstreamConfig, Upstream> live) {
    Map<UpstreamConfig, String> names = new LinkedHashMap<>();
    config.upstreams().forEach((name, upstream) -> names.putIfAbsent(upstream, name));
    Map<String, UpstreamState> states = new LinkedHashMap<>();
    live.forEach(
        (upstream, alive) ->
            states.put(
                names.getOrDefault(upstream, upstream.targets().get(0).address().toString()),
                alive.state()));
    return states;
  }
}
