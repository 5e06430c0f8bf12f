package site.revision;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import site.cache.CacheStore;
import site.compare.Comparison;
import site.config.Address;
import site.config.Config;
import site.config.UpstreamConfig;
import site.deploy.Deployment;
import site.proxy.Upstream;
import site.proxy.UpstreamState;
import site.server.ConnectionsState;
import site.server.EntryPoint;
import site.server.OpenListener;

/** Asks everything that lives for its state. */
final class ServerStates {
  private ServerStates() {}

  /** The state before there is a revision. */
  static ServerState starting(Instant since, EntryPoint entryPoint, Provisioner parts) {
    return of(0, since, Optional.empty(), entryPoint, parts, ReloadState.NONE);
  }

  static ServerState of(
      Revision revision, EntryPoint entryPoint, Provisioner parts, ReloadState reloads) {
    Optional<Config> config = Optional.of(revision.config());
    return of(revision.number(), revision.since(), config, entryPoint, parts, reloads);
  }

  private static ServerState of(
      int revision,
      Instant since,
      Optional<Config> config,
      EntryPoint entryPoint,
      Provisioner parts,
      ReloadState reloads) {
    return new ServerState(
        revision,
        since,
        entryPoint.inFlight(),
        parts.openListeners().stream().map(ServerStates::url).toList(),
        config.map(Config::sites).orElse(List.of()).stream().map(SiteState::of).toList(),
        parts.deployments().stream().map(Deployment::state).toList(),
        parts.database(),
        upstreams(config.map(Config::upstreams).orElse(Map.of()), parts.upstreams()),
        parts.comparisons().stream().map(Comparison::state).toList(),
        parts.caches().stream().map(CacheStore::state).toList(),
        parts.certificates().state(),
        parts.certificates().desk().reports(),
        new ServerState.Counts(
            entryPoint.traffic().state(),
            connections(parts.openListeners()),
            parts.certificates().counts(),
            reloads),
        parts.logs());
  }

  private static Map<String, ConnectionsState> connections(Collection<OpenListener> listeners) {
    Map<String, ConnectionsState> connections = new LinkedHashMap<>();
    listeners.forEach(listener -> connections.put(url(listener), listener.connections()));
    return connections;
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
      Map<String, UpstreamConfig> configured, Map<UpstreamConfig, Upstream> live) {
    Map<UpstreamConfig, String> names = new LinkedHashMap<>();
    configured.forEach((name, upstream) -> names.putIfAbsent(upstream, name));
    Map<String, UpstreamState> states = new LinkedHashMap<>();
    live.forEach(
        (upstream, alive) ->
            states.put(
                names.getOrDefault(upstream, upstream.targets().get(0).url().toString()),
                alive.state()));
    return states;
  }
}
