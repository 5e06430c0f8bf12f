package site.revision;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import site.config.ClientCertificatesConfig;
import site.config.Config;
import site.config.SiteConfig;
import site.http.Middleware;
import site.middleware.ClientCertificate;
import site.tls.ClientTrust;
import site.tls.TlsSeam;

/** Which sites ask for client certificates: at handshakes from the swap on, and with requests. */
final class KeptClients {
  private final TlsSeam seam;
  private final Kept<ClientCertificatesConfig, ClientTrust> trusts =
      new Kept<>(
          clients -> Future.succeededFuture(trust(clients)), trust -> Future.succeededFuture());

  KeptClients(TlsSeam seam) {
    this.seam = seam;
  }

  /**
   * Those that are trusted.
   *
   * @throws IllegalArgumentException when the authorities make no sense
   */
  static ClientTrust trust(ClientCertificatesConfig clients) {
    return ClientTrust.of(clients.authorities(), clients.required(), System::nanoTime);
  }

  /** Makes what is wanted and not there. */
  Future<Change> change(Config next) {
    List<ClientCertificatesConfig> wanted =
        next.sites().stream().flatMap(site -> site.clientCertificates().stream()).toList();
    return trusts.change(wanted).map(trust -> new Change(next.sites(), trust));
  }

  /** The doors of the next revision. */
  final class Change implements Step {
    private final Collection<SiteConfig> sites;
    private final Kept<ClientCertificatesConfig, ClientTrust>.Change next;

    private Change(
        Collection<SiteConfig> sites, Kept<ClientCertificatesConfig, ClientTrust>.Change next) {
      this.sites = sites;
      this.next = next;
    }

    /** That of one site. */
    Stream<Middleware> of(SiteConfig site) {
      return site.clientCertificates().stream()
          .map(clients -> new ClientCertificate(next.get(clients), clients.header()));
    }

    @Override
    public int added() {
      return next.added();
    }

    @Override
    public Surplus commit() {
      Map<String, Optional<ClientTrust>> byHost = new HashMap<>();
      for (SiteConfig site : sites) {
        site.hosts().forEach(host -> byHost.put(host, site.clientCertificates().map(next::get)));
      }
      ClientDoors doors = ClientDoors.of(byHost);
      seam.swapClients(doors::find);
      return next.commit();
    }

    @Override
    public Future<Void> abort() {
      return next.abort();
    }
  }
}
