package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import site.config.AcmeConfig.Cluster;
import site.config.AcmeConfig.MappedPorts;
import site.config.AcmeConfig.Terms;
import site.config.HandshakeConfig.Engine;
import site.config.HandshakeConfig.Preset;
import site.config.IssuanceConfig.AccountBinding;
import site.config.IssuanceConfig.Authority;
import site.config.TlsConfig.CertificateConfig;
import site.config.TlsConfig.GroupConfig;
import site.config.TlsConfig.Missing;
import site.config.TlsConfig.Mode;
import site.config.TlsConfig.UnknownName;

/** Makes the records of {@code tls}; a group takes from the whole what it does not say itself. */
final class TlsBuilder {
  private final IssuanceConfig issuance;

  private TlsBuilder(IssuanceConfig issuance) {
    this.issuance = issuance;
  }

  static TlsConfig tls(ConfigNode node) {
    ConfigNode acme = node.at("acme");
    IssuanceConfig forAll = issuance(node, acme);
    return new TlsConfig(
        node.get("mode", Mode.class),
        new HandshakeConfig(
            node.get("engine", Engine.class),
            node.get("preset", Preset.class),
            node.get("min-version", String.class)),
        node.list("names", String.class),
        node.list("exclude", String.class),
        certificates(node).filter(TlsBuilder::isFile).map(TlsBuilder::certificate).toList(),
        certificates(node).filter(c -> !isFile(c)).map(new TlsBuilder(forAll)::group).toList(),
        node.find("data", Path.class),
        node.find("default_name", String.class),
        node.get("unknown_name", UnknownName.class),
        node.get("missing", Missing.class),
        forAll,
        acme(acme),
        node.get("warn_at", Double.class),
        node.find("hooks").flatMap(hooks -> hooks.find("exec", Command.class)),
        node.find("on_demand").map(TlsBuilder::onDemand));
  }

  private static OnDemandConfig onDemand(ConfigNode node) {
    String rate = node.get("rate", String.class);
    int slash = rate.indexOf('/');
    return new OnDemandConfig(
        node.get("ask", URI.class),
        Integer.parseInt(rate.substring(0, slash)),
        Units.duration("1" + rate.substring(slash + 1)).orElseThrow());
  }

  private static Stream<ConfigNode> certificates(ConfigNode node) {
    return node.find("certificates").map(ConfigNode::items).orElse(List.of()).stream();
  }

  static boolean isFile(ConfigNode certificate) {
    return certificate.wrote("certificate") || certificate.wrote("key");
  }

  private static CertificateConfig certificate(ConfigNode node) {
    return new CertificateConfig(
        node.list("names", String.class),
        node.get("certificate", Path.class),
        node.get("key", Path.class));
  }

  private static IssuanceConfig issuance(ConfigNode tls, ConfigNode acme) {
    return new IssuanceConfig(
        tls.list("keys", KeyKind.class),
        tls.get("reuse_key", Boolean.class),
        authorities(acme),
        acme.find("profile", String.class),
        acme.find("preferred_chain", String.class),
        challenges(acme));
  }

  /** Whoever says how records are made may be proven by them, without naming it twice. */
  private static List<ChallengeKind> challenges(ConfigNode acme) {
    List<ChallengeKind> kinds = new ArrayList<>(acme.list("challenges", ChallengeKind.class));
    if (!acme.wrote("challenges")) {
      acme.find("dns").map(DnsBuilder::dns).ifPresent(dns -> kinds.addAll(dns.kinds()));
    }
    return List.copyOf(kinds);
  }

  private GroupConfig group(ConfigNode node) {
    return new GroupConfig(
        node.find("id", String.class),
        node.list("names", String.class),
        new IssuanceConfig(
            node.wrote("keys") ? node.list("keys", KeyKind.class) : issuance.keys(),
            node.find("reuse_key", Boolean.class).orElse(issuance.reuseKey()),
            node.wrote("ca") ? authorities(node) : issuance.authorities(),
            node.find("profile", String.class).or(issuance::profile),
            node.find("preferred_chain", String.class).or(issuance::preferredChain),
            node.wrote("challenges")
                ? node.list("challenges", ChallengeKind.class)
                : issuance.challenges()));
  }

  private static List<Authority> authorities(ConfigNode node) {
    return ConfigBuilder.all(node, "ca", TlsBuilder::authority);
  }

  private static Authority authority(ConfigNode node) {
    if (!node.isMap()) {
      String known = node.as(String.class);
      return new Authority(
          known, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    return new Authority(
        node.get("id", String.class),
        node.find("directory", URI.class),
        node.find("root", Path.class),
        node.find("eab").map(TlsBuilder::binding),
        node.find("staging", URI.class));
  }

  private static AccountBinding binding(ConfigNode eab) {
    String key =
        TlsChecks.KEYS_OF_BINDING.stream()
            .flatMap(one -> eab.find(one, String.class).stream())
            .findFirst()
            .orElseThrow();
    return new AccountBinding(eab.get("kid", String.class), key);
  }

  private static AcmeConfig acme(ConfigNode node) {
    return new AcmeConfig(
        node.find("contact", String.class),
        node.get("terms", Terms.class),
        node.get("ari", Boolean.class),
        node.get("staging_after_failure", Boolean.class),
        node.find("renew_at", Double.class).map(OptionalDouble::of).orElse(OptionalDouble.empty()),
        new MappedPorts(port(node, "http_port"), port(node, "https_port")),
        node.find("root", Path.class),
        node.find("proxy", URI.class),
        node.get("timeout", Duration.class),
        node.get("cluster", Cluster.class),
        node.find("http01")
            .flatMap(http01 -> http01.find("stateless", Boolean.class))
            .orElse(false),
        node.find("dns").map(DnsBuilder::dns));
  }

  private static OptionalInt port(ConfigNode node, String key) {
    return node.find(key, Integer.class).map(OptionalInt::of).orElse(OptionalInt.empty());
  }
}
