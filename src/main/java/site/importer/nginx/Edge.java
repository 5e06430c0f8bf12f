package site.importer.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is said of the server as a whole: who is believed, what is logged, what is limited. */
final class Edge {
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

  private final Scope http;
  private final List<ServerBlock> servers;

  Edge(Scope http, List<ServerBlock> servers) {
    this.http = http;
    this.servers = servers;
  }

  Optional<List<String>> trustedProxies() {
    boolean byProxyProtocol =
        first("real_ip_header").filter(header -> header.equals("proxy_protocol")).isPresent();
    List<String> networks = networks();
    return networks.isEmpty() || byProxyProtocol ? Optional.empty() : Optional.of(networks);
  }

  /** The key of a listener, or nothing. */
  Map<String, Object> proxyProtocol() {
    if (servers.stream().noneMatch(ServerBlock::takesProxyProtocol)) {
      return Map.of();
    }
    List<String> from = networks();
    if (from.isEmpty()) {
      http.ledger()
          .remark(
              servers.get(0).directive(),
              "proxy_protocol: name the trusted peers in proxy-protocol.from of the listeners");
      return Map.of();
    }
    return Map.of("proxy-protocol", Map.of("from", from));
  }

  private List<String> networks() {
    return servers.stream()
        .flatMap(server -> server.scope().all("set_real_ip_from").stream())
        .map(directive -> directive.arg(0))
        .filter(network -> !network.equals("unix:"))
        .distinct()
        .toList();
  }

  Optional<Map<String, Object>> limits() {
    Map<String, Object> limits = new LinkedHashMap<>();
    first("client_header_timeout")
        .flatMap(Values::duration)
        .ifPresent(time -> limits.put("header-timeout", time));
    first("keepalive_timeout")
        .map(value -> value.replaceFirst(" .*", ""))
        .filter(value -> !value.matches("0s?"))
        .flatMap(Values::duration)
        .ifPresent(time -> limits.put("idle", time));
    return limits.isEmpty() ? Optional.empty() : Optional.of(limits);
  }

  Optional<Map<String, Object>> log() {
    Map<String, Object> log = new LinkedHashMap<>();
    access().ifPresent(access -> log.put("access", access));
    server().ifPresent(server -> log.put("server", server));
    return log.isEmpty() ? Optional.empty() : Optional.of(log);
  }

  private Optional<Map<String, Object>> access() {
    return find("access_log")
        .filter(directive -> directive.arg(0).startsWith("/"))
        .map(
            directive -> {
              Map<String, Object> access = new LinkedHashMap<>();
              access.put("to", directive.arg(0));
              format(directive.arg(1)).ifPresent(format -> access.put("format", format));
              return access;
            });
  }

  private Optional<String> format(String name) {
    if (name.isEmpty() || name.equals("combined") || name.contains("=")) {
      return Optional.empty();
    }
    return http.here("log_format").stream()
        .filter(format -> format.arg(0).equals(name))
        .map(format -> String.join("", format.args().subList(1, format.args().size())))
        .findFirst();
  }

  private Optional<Map<String, Object>> server() {
    return find("error_log")
        .filter(directive -> directive.arg(0).startsWith("/"))
        .map(
            directive -> {
              Map<String, Object> server = new LinkedHashMap<>();
              server.put("to", directive.arg(0));
              Optional.of(directive.arg(1))
                  .filter(LEVELS::contains)
                  .ifPresent(level -> server.put("level", level));
              return server;
            });
  }

  private Optional<Directive> find(String name) {
    return servers.stream().flatMap(server -> server.scope().find(name).stream()).findFirst();
  }

  private Optional<String> first(String name) {
    return find(name).map(Directive::value);
  }
}
