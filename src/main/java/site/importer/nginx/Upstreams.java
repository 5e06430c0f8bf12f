package site.importer.nginx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code upstream} blocks, which say nothing of the protocol: an upstream of ours begins with
 * the first route that uses the block.
 */
final class Upstreams {
  private static final int MOST_ATTEMPTS = 3;

  private final Map<String, Directive> blocks = new LinkedHashMap<>();
  private final Map<String, Object> used = new LinkedHashMap<>();
  private final Ledger ledger;

  Upstreams(List<Directive> directives, Ledger ledger) {
    this.ledger = ledger;
    directives.forEach(directive -> blocks.put(directive.arg(0), directive));
  }

  /** Those that routes use, as our {@code upstreams}. */
  Map<String, Object> used() {
    return used;
  }

  /**
   * What {@code proxy} says for an address: {@code to}, and what else is wanted where the target is
   * none of the blocks.
   *
   * @param protocol {@code http}, {@code https}, {@code h2c}, {@code uwsgi} or {@code fastcgi}
   * @param address a host with or without a port, {@code unix:/path}, or the name of a block
   * @param more keys that belong to an upstream
   */
  Map<String, Object> to(String protocol, String address, Map<String, Object> more) {
    Map<String, Object> proxy = new LinkedHashMap<>();
    Directive block = blocks.get(address);
    if (block == null) {
      proxy.put("to", List.of(target(protocol, address)));
      proxy.putAll(more);
      return proxy;
    }
    Map<String, Object> upstream = upstream(block, protocol);
    upstream.putAll(more);
    proxy.put("to", name(address.replaceAll("[^A-Za-z0-9_-]", "-"), upstream));
    return proxy;
  }

  /** Routes that want something else of the same block get an upstream of their own. */
  private String name(String wanted, Map<String, Object> upstream) {
    String name = wanted;
    for (int i = 2; used.containsKey(name) && !used.get(name).equals(upstream); i++) {
      name = wanted + "-" + i;
    }
    used.put(name, upstream);
    return name;
  }

  static String target(String protocol, String address) {
    if (address.startsWith("unix:")) {
      String path =
          address.substring("unix:".length()).replaceFirst(":.*$", "").replaceFirst("^/+", "/");
      return protocol.equals("http") ? "unix:" + path : protocol + "+unix:" + path;
    }
    return protocol + "://" + address;
  }

  private Map<String, Object> upstream(Directive block, String protocol) {
    Map<String, Object> upstream = new LinkedHashMap<>();
    List<Directive> servers = block.block().stream().filter(d -> d.is("server")).toList();
    upstream.put("to", servers.stream().flatMap(s -> entry(s, protocol).stream()).toList());
    balance(block).ifPresent(balance -> upstream.put("balance", balance));
    if (servers.size() > 1) {
      upstream.put("eject", ejection(servers));
      upstream.put(
          "retry",
          ordered(
              "attempts",
              Math.min(servers.size(), MOST_ATTEMPTS),
              "on",
              List.of("connect", "timeout")));
    }
    return upstream;
  }

  private Optional<Object> entry(Directive server, String protocol) {
    ledger.use(server);
    if (server.args().contains("down")) {
      ledger.remark(server, "is down and left out");
      return Optional.empty();
    }
    String url = target(protocol, server.arg(0));
    Map<String, Object> entry = new LinkedHashMap<>(Map.of("url", url));
    server.option("weight").ifPresent(w -> entry.put("weight", Integer.valueOf(w)));
    if (server.args().contains("backup")) {
      entry.put("backup", true);
    }
    server
        .option("max_conns")
        .filter(most -> !most.equals("0"))
        .ifPresent(most -> entry.put("max-connections", Integer.valueOf(most)));
    return Optional.of(entry.size() == 1 ? url : entry);
  }

  /** nginx spares a server for ten seconds after one failure unless told otherwise. */
  private static Map<String, Object> ejection(List<Directive> servers) {
    Directive first =
        servers.stream()
            .filter(server -> server.option("max_fails").isPresent())
            .findFirst()
            .orElse(servers.get(0));
    int failures = first.option("max_fails").map(Integer::valueOf).orElse(1);
    return ordered(
        "failures",
        Math.max(failures, 1),
        "for",
        first.option("fail_timeout").flatMap(Values::duration).orElse("10s"));
  }

  private Optional<String> balance(Directive block) {
    List<String> found = new ArrayList<>();
    for (Directive directive : block.block()) {
      switch (directive.name()) {
        case "least_conn" -> found.add("least-requests");
        case "ip_hash" -> found.add("ip-hash");
        case "random" -> found.add("random-two");
        case "hash" -> hash(directive).ifPresent(found::add);
        default -> ledger.use(directive);
      }
    }
    return found.stream().findFirst();
  }

  private Optional<String> hash(Directive hash) {
    String key = hash.arg(0);
    if (key.equals("$remote_addr") || key.equals("$binary_remote_addr")) {
      return Optional.of("ip-hash");
    }
    if (key.matches("\\$(http|cookie|arg)_[a-z0-9_]+")) {
      String name = key.substring(key.indexOf('_') + 1);
      return Optional.of("hash:" + (key.startsWith("$http") ? name.replace('_', '-') : name));
    }
    ledger.remark(hash, "balance: hash takes the name of a header, a cookie or a parameter");
    return Optional.empty();
  }

  static Map<String, Object> ordered(String a, Object x, String b, Object y) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(a, x);
    map.put(b, y);
    return map;
  }
}
