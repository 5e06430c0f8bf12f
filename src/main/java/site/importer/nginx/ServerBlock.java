package site.importer.nginx;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One {@code server}: its sockets, its names, and whether all it does is send people to https. */
record ServerBlock(Directive directive, Scope scope) {
  static ServerBlock of(Directive directive, Scope http) {
    return new ServerBlock(directive, http.within(directive.block()));
  }

  /** Our addresses of the sockets, those with TLS or those without. */
  Set<String> addresses(boolean tls) {
    Stream<Directive> listens = scope.here("listen").stream();
    Set<String> found =
        listens
            .filter(listen -> isTls(listen) == tls)
            .map(listen -> address(listen.arg(0)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (found.isEmpty() && !tls && scope.here("listen").isEmpty()) {
      found.add(":80");
    }
    return found;
  }

  private boolean isTls(Directive listen) {
    return listen.args().contains("ssl")
        || listen.args().contains("quic")
        || scope.value("ssl").filter("on"::equals).isPresent();
  }

  boolean hasTls() {
    return !addresses(true).isEmpty();
  }

  boolean takesProxyProtocol() {
    return scope.here("listen").stream().anyMatch(l -> l.args().contains("proxy_protocol"));
  }

  private static String address(String listen) {
    String text = listen.replaceFirst("^\\*:", ":").replaceFirst("^\\[::]:", ":");
    if (text.matches("\\d+")) {
      return ":" + text;
    }
    if (text.startsWith("unix:") || text.matches(".*:\\d+")) {
      return text;
    }
    return text + ":80";
  }

  boolean isDefault() {
    return scope.here("listen").stream()
        .anyMatch(l -> l.args().contains("default_server") || l.args().contains("default"));
  }

  /** The names our sites understand; others are noted. */
  Set<String> hosts() {
    Set<String> hosts = new LinkedHashSet<>();
    for (Directive names : scope.here("server_name")) {
      names.args().forEach(name -> hosts.addAll(hosts(name, names)));
    }
    if (hosts.isEmpty() || isDefault()) {
      hosts.add("*");
    }
    return hosts;
  }

  private List<String> hosts(String name, Directive directive) {
    if (name.equals("_") || name.isEmpty() || name.equals("\"\"")) {
      return List.of("*");
    }
    if (name.startsWith(".")) {
      return List.of(name.substring(1), "*" + name);
    }
    if (name.startsWith("~") || name.endsWith(".*")) {
      scope.ledger().remark(directive, "\"" + name + "\" is left out; name the hosts one by one");
      return List.of();
    }
    if (name.startsWith("*.")) {
      scope
          .ledger()
          .remark(directive, "\"" + name + "\" stands for one label here, not for several");
    }
    return List.of(name);
  }

  /** Whether all it does is to send clients of its own hosts to https. */
  boolean isHttpsRedirect() {
    return !hasTls()
        && scope.own().stream().noneMatch(d -> ProxyReader.passes().contains(d.name()))
        && redirectsToHttps(scope.own()).isPresent()
        && everythingElseIsNotFound();
  }

  /** The {@code return} that does so, in the server, in its only location, or in Certbot's if. */
  private Optional<Directive> redirectsToHttps(List<Directive> block) {
    return block.stream()
        .flatMap(d -> d.is("if") || d.is("location") ? d.block().stream() : Stream.of(d))
        .filter(d -> d.is("return") && d.arg(0).matches("30[1278]"))
        .filter(d -> sameHost(d.arg(1)))
        .findFirst();
  }

  private boolean sameHost(String target) {
    String host = target.replaceFirst("^https://([^/$]*|\\$[a-z_]+)(:443)?\\$request_uri$", "$1");
    return !host.equals(target) && (Template.isHost(host) || hosts().contains(host));
  }

  private boolean everythingElseIsNotFound() {
    return scope.own().stream()
        .filter(d -> d.is("location") || d.is("return") || d.is("root"))
        .allMatch(
            d ->
                d.is("return")
                    || d.is("root")
                    || d.arg(0).startsWith("/.well-known/acme-challenge")
                    || d.arg(1).startsWith("/.well-known/acme-challenge")
                    || redirectsToHttps(d.block()).isPresent());
  }

  /** Whether all it does is to close the connections of those who ask for no host that is here. */
  boolean dropsAll() {
    return hosts().equals(Set.of("*"))
        && scope.own().stream().anyMatch(d -> d.is("return") && d.arg(0).equals("444"));
  }

  /** Marks all of it as carried over. */
  void use() {
    directive.all().forEach(scope.ledger()::use);
  }
}
