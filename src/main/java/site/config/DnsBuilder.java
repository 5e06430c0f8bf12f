package site.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import site.config.DnsConfig.Writer;

/** Makes the record of {@code tls.acme.dns}. */
final class DnsBuilder {
  private DnsBuilder() {}

  static DnsConfig dns(ConfigNode node) {
    return new DnsConfig(
        node.find("rfc2136")
            .map(DnsBuilder::rfc2136)
            .or(() -> node.find("acmedns").map(DnsBuilder::acmeDns))
            .or(() -> node.find("exec").map(DnsBuilder::exec)),
        node.get("persist", Boolean.class),
        node.get("propagation", Duration.class),
        node.list("resolvers", ServerAddress.class));
  }

  private static Writer rfc2136(ConfigNode node) {
    return new DnsConfig.Rfc2136(
        node.get("server", ServerAddress.class),
        node.find("zone", String.class),
        node.find("key", String.class),
        node.find("alg", String.class),
        node.get("secret_file", String.class));
  }

  private static Writer acmeDns(ConfigNode node) {
    return new DnsConfig.AcmeDns(node.get("url", URI.class), node.get("account_file", Path.class));
  }

  private static Writer exec(ConfigNode node) {
    return new DnsConfig.Exec(
        node.get("present", Command.class),
        node.find("cleanup", Command.class),
        node.get("timeout", Duration.class));
  }

  /** The ways to write records that are given; one at most makes sense. */
  static List<ConfigNode> writers(ConfigNode dns) {
    return List.of("rfc2136", "acmedns", "exec").stream()
        .map(dns::find)
        .flatMap(Optional::stream)
        .toList();
  }
}
