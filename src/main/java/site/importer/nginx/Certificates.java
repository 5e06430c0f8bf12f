package site.importer.nginx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Certificates and what is said of handshakes. Those Certbot looks after are obtained by us. */
final class Certificates {
  private final List<ServerBlock> servers;

  Certificates(List<ServerBlock> servers) {
    this.servers = servers;
  }

  Optional<Map<String, Object>> keys() {
    Map<String, Object> tls = new LinkedHashMap<>();
    minVersion().ifPresent(version -> tls.put("min-version", version));
    List<Object> certificates = new ArrayList<>();
    servers.stream()
        .filter(ServerBlock::hasTls)
        .forEach(
            server ->
                certificate(server)
                    .filter(c -> !certificates.contains(c))
                    .ifPresent(certificates::add));
    if (!certificates.isEmpty()) {
      tls.put("certificates", certificates);
    }
    return tls.isEmpty() ? Optional.empty() : Optional.of(tls);
  }

  private static Optional<Object> certificate(ServerBlock server) {
    Optional<Directive> file = server.scope().find("ssl_certificate");
    Optional<String> key = server.scope().value("ssl_certificate_key");
    if (file.isEmpty() || key.isEmpty()) {
      return Optional.empty();
    }
    String path = file.get().arg(0);
    if (path.contains("/letsencrypt/live/")) {
      server
          .scope()
          .ledger()
          .remark(
              file.get(),
              "obtained and renewed by itself from now on; to begin with the one that is there:"
                  + " site.jar cert import-certbot "
                  + path.replaceFirst("/live/.*", ""));
      return Optional.empty();
    }
    List<String> names = server.hosts().stream().filter(host -> !host.equals("*")).toList();
    if (names.isEmpty() || !Template.isConstant(path)) {
      server.scope().ledger().note(file.get(), "tell in tls.certificates for which names it is");
      return Optional.empty();
    }
    Map<String, Object> certificate = new LinkedHashMap<>();
    certificate.put("names", names);
    certificate.put("certificate", path);
    certificate.put("key", key.get());
    return Optional.of(certificate);
  }

  /** TLS 1.0 and 1.1 are gone; only the wish for 1.3 alone makes a difference. */
  private Optional<String> minVersion() {
    boolean only13 =
        servers.stream()
            .flatMap(server -> server.scope().find("ssl_protocols").stream())
            .anyMatch(protocols -> protocols.args().equals(List.of("TLSv1.3")));
    return only13 ? Optional.of("TLSv1.3") : Optional.empty();
  }
}
