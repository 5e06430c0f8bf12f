package site.importer.nginx;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import site.importer.ImportFailure;
import site.importer.Imported;

/**
 * Reads nginx' configuration as ours.
 *
 * <p>nginx has servers with sockets of their own; we have listeners that all sites share. So the
 * sockets of all servers become listeners, servers of the same names become one site, and a server
 * that only sends clients to https becomes {@code https-redirect}, which is on where there is TLS.
 * Where nginx searches for the best location, we take the first route that matches: {@link
 * Locations} brings them into that order.
 */
public final class NginxImport {
  private final Ledger ledger;
  private final Scope http;
  private final Upstreams upstreams;
  private final Around around;
  private final List<ServerBlock> servers;

  private NginxImport(List<Directive> directives, Ledger ledger) {
    this.ledger = ledger;
    this.http = Scope.outermost(inHttp(directives), ledger);
    this.upstreams = new Upstreams(http.here("upstream"), ledger);
    this.around = new Around(http);
    this.servers = servers(http);
  }

  /**
   * Reads a file or a folder.
   *
   * @throws ImportFailure when it cannot be read or is not nginx' syntax
   */
  public static Imported blockingRead(Path path) {
    Ledger ledger = new Ledger();
    List<Directive> directives = NginxFiles.blockingRead(path, ledger);
    NginxImport reading = new NginxImport(directives, ledger);
    if (reading.servers.isEmpty()) {
      throw new ImportFailure(path + ": no server in it (expected nginx' configuration)");
    }
    Map<String, Object> configuration = reading.configuration();
    return new Imported(configuration, ledger.leftovers(directives));
  }

  /** A fragment stands for what would be in {@code http}; bare locations for a server. */
  private static List<Directive> inHttp(List<Directive> directives) {
    List<Directive> inside =
        directives.stream().flatMap(d -> d.is("http") ? d.block().stream() : Stream.of(d)).toList();
    boolean bare = inside.stream().noneMatch(d -> d.is("server"));
    List<Directive> ofServer =
        inside.stream().filter(d -> bare && !d.is("upstream") && !d.is("map")).toList();
    if (ofServer.stream().noneMatch(d -> d.is("location"))) {
      return inside;
    }
    List<Directive> all = new ArrayList<>(inside);
    all.removeAll(ofServer);
    all.add(new Directive("server", List.of(), ofServer, ofServer.get(0).place()));
    return all;
  }

  private static List<ServerBlock> servers(Scope http) {
    return http.here("server").stream().map(server -> ServerBlock.of(server, http)).toList();
  }

  private Map<String, Object> configuration() {
    Map<String, Object> configuration = new LinkedHashMap<>();
    Edge edge = new Edge(http, servers);
    configuration.put("listeners", listeners(edge.proxyProtocol()));
    edge.trustedProxies().ifPresent(t -> configuration.put("trusted-proxies", t));
    new Certificates(servers).keys().ifPresent(tls -> configuration.put("tls", tls));
    List<Map<String, Object>> sites = sites();
    if (!upstreams.used().isEmpty()) {
      configuration.put("upstreams", upstreams.used());
    }
    configuration.put("sites", sites);
    edge.log().ifPresent(log -> configuration.put("log", log));
    edge.limits().ifPresent(limits -> configuration.put("limits", limits));
    http.here("map").forEach(this::map);
    return configuration;
  }

  private List<Object> listeners(Map<String, Object> proxyProtocol) {
    Set<String> plain = new LinkedHashSet<>();
    Set<String> tls = new LinkedHashSet<>();
    servers.forEach(server -> plain.addAll(server.addresses(false)));
    servers.forEach(server -> tls.addAll(server.addresses(true)));
    List<Object> listeners = new ArrayList<>();
    plain.forEach(address -> listeners.add(listener(address, false, proxyProtocol)));
    tls.forEach(address -> listeners.add(listener(address, true, proxyProtocol)));
    return listeners;
  }

  private static Map<String, Object> listener(
      String address, boolean tls, Map<String, Object> proxyProtocol) {
    Map<String, Object> listener = new LinkedHashMap<>();
    listener.put("address", address);
    if (tls) {
      listener.put("tls", true);
    }
    listener.putAll(proxyProtocol);
    return listener;
  }

  private List<Map<String, Object>> sites() {
    boolean tls = servers.stream().anyMatch(ServerBlock::hasTls);
    Map<Set<String>, Map<String, Object>> sites = new LinkedHashMap<>();
    Set<String> taken = new LinkedHashSet<>();
    Stream.concat(
            servers.stream().filter(ServerBlock::hasTls),
            servers.stream().filter(server -> !server.hasTls()))
        .forEach(server -> site(server, tls, taken, sites));
    return List.copyOf(sites.values());
  }

  private void site(
      ServerBlock server,
      boolean tls,
      Set<String> taken,
      Map<Set<String>, Map<String, Object>> sites) {
    Set<String> hosts = server.hosts();
    if (server.isHttpsRedirect() && (tls || !taken.isEmpty())) {
      server.use();
      return;
    }
    if (server.dropsAll()) {
      server.use(); // so do we with hosts nobody named
      return;
    }
    Set<String> free = new LinkedHashSet<>(hosts);
    if (free.removeAll(taken)) {
      ledger.remark(
          server.directive(),
          "a host has one site here; what this server said of hosts named before is left out");
    }
    if (free.isEmpty()) {
      server.use();
      return;
    }
    taken.addAll(free);
    for (HostRedirect redirect : HostRedirect.in(server)) {
      if (free.remove(redirect.host())) {
        sites.put(Set.of(redirect.host()), redirect.site());
      }
    }
    Map<String, Object> site = new SiteReader(server, upstreams, around).site(free, tls);
    if (!((List<?>) site.get("routes")).isEmpty()) {
      sites.put(free, site);
    } else {
      ledger.remark(server.directive(), "nothing in it answers a request; the site is left out");
    }
  }

  private void map(Directive map) {
    if (!map.arg(0).equals("$http_upgrade")) { // WebSocket needs no help
      ledger.note(map, "maps have no counterpart; what used its variable is listed as well");
    } else {
      map.all().forEach(ledger::use);
    }
  }
}
