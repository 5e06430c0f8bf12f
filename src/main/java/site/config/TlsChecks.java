package site.config;

import static site.config.TlsConfig.UnknownName.REFUSE;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.TlsConfig.Mode;
import site.config.TlsConfig.UnknownName;

/** Whether everything that asks for TLS can have it. */
final class TlsChecks {
  static final List<String> KEYS_OF_BINDING = List.of("hmac", "hmac_file", "hmac_env");

  private final Problems problems;

  TlsChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode root) {
    certificates(root).forEach(this::isPair);
    haveIdsOfTheirOwn(certificates(root));
    certificates(root).forEach(group -> group.find("ca").ifPresent(this::bindingHasKey));
    root.find("tls")
        .flatMap(tls -> tls.find("acme"))
        .flatMap(acme -> acme.find("ca"))
        .ifPresent(this::authorities);
    dns(root).ifPresent(this::hasOneWriter);
    portIsOurs(root, "http_port", false);
    portIsOurs(root, "https_port", true);
    root.find("tls").ifPresent(this::onDemand);
    clientCertificates(root).forEach(this::isWhole);
    List<ConfigNode> wanted = listenersWithTls(root);
    if (wanted.isEmpty()) {
      CrossChecks.sites(root).forEach(this::needsTls);
    } else {
      root.find("tls").flatMap(tls -> tls.find("mode")).ifPresent(mode -> mode(mode, wanted, root));
    }
  }

  /** Where it stands how we and the targets of an upstream prove ourselves. */
  private static List<ConfigNode> clientCertificates(ConfigNode root) {
    return UpstreamChecks.upstreams(root).flatMap(one -> one.find("tls").stream()).toList();
  }

  /** Where a listener says that it has TLS. */
  private static List<ConfigNode> listenersWithTls(ConfigNode root) {
    return ListenerChecks.listeners(root).stream()
        .flatMap(listener -> listener.find("tls").stream())
        .filter(tls -> tls.as(Boolean.class))
        .toList();
  }

  /** What is led to a port where nobody listens proves nothing. */
  private void portIsOurs(ConfigNode root, String key, boolean tls) {
    root.find("tls")
        .flatMap(section -> section.find("acme"))
        .flatMap(acme -> acme.find(key))
        .filter(port -> ports(root, tls).noneMatch(port.as(Integer.class)::equals))
        .ifPresent(
            port ->
                problems.error(
                    port.spot(),
                    port.shown(),
                    "expected the port of a " + (tls ? "listener with TLS" : "plain listener")));
  }

  private static Stream<Integer> ports(ConfigNode root, boolean tls) {
    return ListenerChecks.listeners(root).stream()
        .filter(listener -> listener.find("tls", Boolean.class).equals(Optional.of(tls)))
        .flatMap(listener -> listener.find("address").stream())
        .filter(address -> address.is(Address.Tcp.class))
        .map(address -> address.as(Address.Tcp.class).port());
  }

  private void mode(ConfigNode mode, List<ConfigNode> wanted, ConfigNode root) {
    switch (mode.as(Mode.class)) {
      case OFF ->
          wanted.forEach(tls -> problems.error(tls.spot(), "not possible while tls.mode is off"));
      case MANUAL -> hasFiles(mode, root);
      case AUTO -> wildcards(root);
      case INTERNAL -> {}
    }
  }

  private void hasFiles(ConfigNode mode, ConfigNode root) {
    if (certificates(root).stream().noneMatch(TlsBuilder::isFile)) {
      problems.error(mode.spot(), mode.shown(), "expected tls.certificates with it");
    }
  }

  private static List<ConfigNode> certificates(ConfigNode root) {
    return root.find("tls")
        .flatMap(tls -> tls.find("certificates"))
        .map(ConfigNode::items)
        .orElse(List.of());
  }

  private void isPair(ConfigNode certificate) {
    if (!certificate.wrote("certificate") && !certificate.wrote("key")) {
      hasNames(certificate);
    } else {
      isWhole(certificate);
    }
  }

  private void isWhole(ConfigNode certificate) {
    boolean file = certificate.wrote("certificate");
    boolean key = certificate.wrote("key");
    if (file != key) {
      problems.error(
          certificate.spot().key(file ? "key" : "certificate", certificate.place()),
          "missing (expected both certificate and key)");
    }
  }

  private void hasNames(ConfigNode group) {
    if (group.list("names", String.class).isEmpty()) {
      problems.error(
          group.spot().key("names", group.place()),
          "missing (expected the names to be issued together, or certificate and key)");
    }
  }

  private void authorities(ConfigNode authorities) {
    bindingHasKey(authorities);
    haveIdsOfTheirOwn(authorities.items().stream().filter(ConfigNode::isMap).toList());
  }

  /** State is kept on disk by id, so no two may share one. */
  private void haveIdsOfTheirOwn(List<ConfigNode> owners) {
    Map<String, ConfigNode> first = new HashMap<>();
    for (ConfigNode owner : owners) {
      owner
          .find("id")
          .ifPresent(
              id -> {
                ConfigNode before = first.putIfAbsent(id.as(String.class), id);
                if (before != null) {
                  problems.error(id.spot(), id.shown(), "used before, at " + before.place());
                }
              });
    }
  }

  /** A key was given for the account, one way or the other. */
  private void bindingHasKey(ConfigNode authorities) {
    authorities.items().stream()
        .filter(ConfigNode::isMap)
        .flatMap(authority -> authority.find("eab").stream())
        .filter(eab -> KEYS_OF_BINDING.stream().noneMatch(eab::wrote))
        .forEach(
            eab ->
                problems.error(
                    eab.spot().key("hmac", eab.place()),
                    "missing (expected hmac, hmac_file or hmac_env)"));
  }

  private void needsTls(ConfigNode site) {
    site.find("https-redirect")
        .filter(redirect -> redirect.as(Boolean.class))
        .ifPresent(
            redirect -> problems.warning(redirect.spot(), "no listener has TLS to redirect to"));
    site.find("hsts")
        .filter(hsts -> !hsts.as(Duration.class).isZero())
        .ifPresent(
            hsts ->
                problems.warning(hsts.spot(), hsts.shown(), "without effect: no listener has TLS"));
  }

  private static Optional<ConfigNode> dns(ConfigNode root) {
    return root.find("tls").flatMap(tls -> tls.find("acme")).flatMap(acme -> acme.find("dns"));
  }

  private void hasOneWriter(ConfigNode dns) {
    List<ConfigNode> writers = DnsBuilder.writers(dns);
    writers.stream()
        .skip(1)
        .forEach(
            writer ->
                problems.error(
                    writer.spot(), "records are made in one way (expected one of these keys)"));
    if (writers.isEmpty() && dns.find("persist", Boolean.class).filter(on -> on).isEmpty()) {
      problems.error(dns.spot(), "expected rfc2136, acmedns, exec or persist");
    }
  }

  /** Who gets the default certificate never asks for one of its own. */
  private void onDemand(ConfigNode tls) {
    Optional<ConfigNode> unknown = tls.find("unknown_name");
    boolean refused = unknown.map(node -> node.as(UnknownName.class)).orElse(REFUSE) == REFUSE;
    if (tls.wrote("on_demand") && !refused) {
      problems.error(
          unknown.get().spot(), unknown.get().shown(), "expected refuse where on_demand is set");
    }
  }

  /** RFC 8555 8.4: only a DNS record can prove a name below a wildcard. */
  private void wildcards(ConfigNode root) {
    Set<String> own =
        certificates(root).stream()
            .filter(TlsBuilder::isFile)
            .flatMap(certificate -> certificate.list("names", String.class).stream())
            .collect(Collectors.toSet());
    if (dns(root).isPresent()
        || certificates(root).stream().anyMatch(c -> TlsBuilder.isFile(c) && !c.wrote("names"))) {
      return;
    }
    hosts(root)
        .filter(host -> host.as(String.class).startsWith("*."))
        .filter(host -> HostName.isPublic(host.as(String.class)))
        .filter(host -> !own.contains(host.as(String.class)))
        .forEach(
            host ->
                problems.warning(
                    host.spot(),
                    host.shown(),
                    "a wildcard by ACME needs tls.acme.dns: until then the internal CA vouches for"
                        + " it"));
  }

  private static Stream<ConfigNode> hosts(ConfigNode root) {
    return CrossChecks.sites(root).stream()
        .flatMap(site -> site.find("hosts").map(ConfigNode::items).stream())
        .flatMap(List::stream);
  }
}
