package site.config;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import site.config.TlsConfig.Mode;

/** Whether everything that asks for TLS can have it. */
final class TlsChecks {
  private final Problems problems;

  TlsChecks(Problems problems) {
    this.problems = problems;
  }

  void check(ConfigNode root) {
    certificates(root).forEach(this::isPair);
    List<ConfigNode> wanted = listenersWithTls(root);
    if (wanted.isEmpty()) {
      CrossChecks.sites(root).forEach(this::needsTls);
    } else {
      root.find("tls").flatMap(tls -> tls.find("mode")).ifPresent(mode -> mode(mode, wanted, root));
    }
  }

  /** Where a listener says that it has TLS. */
  private static List<ConfigNode> listenersWithTls(ConfigNode root) {
    return ListenerChecks.listeners(root).stream()
        .flatMap(listener -> listener.find("tls").stream())
        .filter(tls -> tls.as(Boolean.class))
        .toList();
  }

  private void mode(ConfigNode mode, List<ConfigNode> wanted, ConfigNode root) {
    switch (mode.as(Mode.class)) {
      case OFF ->
          wanted.forEach(tls -> problems.error(tls.spot(), "not possible while tls.mode is off"));
      case MANUAL -> hasFiles(mode, root);
      case AUTO -> publicNames(root);
      case INTERNAL -> {}
    }
  }

  private void hasFiles(ConfigNode mode, ConfigNode root) {
    if (certificates(root).isEmpty()) {
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
    boolean file = certificate.wrote("certificate");
    boolean key = certificate.wrote("key");
    if (!file && !key) {
      problems.error(
          certificate.spot(), "not yet available: certificates by ACME (give certificate and key)");
    } else if (file != key) {
      problems.error(
          certificate.spot().key(file ? "key" : "certificate", certificate.place()),
          "missing (expected both certificate and key)");
    }
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

  private void publicNames(ConfigNode root) {
    Set<String> own =
        certificates(root).stream()
            .flatMap(certificate -> certificate.list("names", String.class).stream())
            .collect(Collectors.toSet());
    boolean namesUnknown =
        certificates(root).stream().anyMatch(certificate -> !certificate.wrote("names"));
    if (namesUnknown) {
      return;
    }
    CrossChecks.sites(root).stream()
        .flatMap(site -> site.find("hosts").map(ConfigNode::items).stream().flatMap(List::stream))
        .filter(host -> HostName.isPublic(host.as(String.class)))
        .filter(host -> ownNames(host.as(String.class)).noneMatch(own::contains))
        .forEach(
            host ->
                problems.warning(
                    host.spot(),
                    host.shown(),
                    "certificates by ACME are not yet available: the internal CA vouches for it"));
  }

  /** The name itself and the wildcard that stands for it. */
  private static Stream<String> ownNames(String host) {
    return Stream.of(host, host.replaceFirst("^[^.]+\\.", "*."));
  }
}
