package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.Config;
import site.config.Home;
import site.revision.ServerState.CertificateState;
import site.tls.CertificateStore;
import site.tls.CertificateTable;
import site.tls.HoldLimits;
import site.tls.TlsSeam;

/**
 * The certificates a configuration needs: the operator's own files first, the internal CA for every
 * name those leave over. Renews the internal ones while the server runs; listeners never notice.
 */
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration RENEWAL_CHECK = Duration.ofHours(1);

  private final Vertx vertx;
  private final CertificateCollector collector;
  private final Clock clock;
  private final CertificateStore store = new CertificateStore(CertificateTable.builder().build());
  private final TlsSeam seam = new TlsSeam(store, HoldLimits.DEFAULT);
  private volatile CertificateCollector.Collected current = CertificateCollector.Collected.NONE;
  private volatile Config config;

  public Certificates(Vertx vertx, Home home, Clock clock) {
    this.vertx = vertx;
    this.collector = new CertificateCollector(directory(home), clock);
    this.clock = clock;
  }

  /** The internal CA's root certificate, which need not exist yet. */
  public static Path root(Home home) {
    return directory(home).resolve("root.pem");
  }

  private static Path directory(Home home) {
    return home.data().resolve("tls").resolve("internal");
  }

  /** Where listeners ask for a certificate, whatever the configuration. */
  public TlsSeam seam() {
    return seam;
  }

  /** The certificates that are served. */
  List<CertificateState> state() {
    return current.states();
  }

  /** Begins to look for certificates that are due. */
  public void start() {
    vertx.setPeriodic(RENEWAL_CHECK.toMillis(), timer -> renewDue());
  }

  /** Reads or makes what the configuration needs; fails naming the file that cannot be used. */
  Future<Step> prepare(Config next) {
    return vertx
        .executeBlocking(() -> collector.blockingCollect(next), false)
        .map(collected -> new Change(next, collected));
  }

  private void renewDue() {
    Config now = config;
    if (now == null || current.renewalDue().isAfter(clock.instant())) {
      return;
    }
    vertx
        .executeBlocking(() -> collector.blockingCollect(now), false)
        .onSuccess(renewed -> swap(now, renewed))
        .onFailure(t -> LOG.error("the internal CA could not renew: {}", t.getMessage()));
  }

  private void swap(Config next, CertificateCollector.Collected collected) {
    config = next;
    current = collected;
    store.swap(collected.table());
  }

  private final class Change implements Step {
    private final Config next;
    private final CertificateCollector.Collected collected;

    Change(Config next, CertificateCollector.Collected collected) {
      this.next = next;
      this.collected = collected;
    }

    @Override
    public int added() {
      return 0;
    }

    @Override
    public Surplus commit() {
      swap(next, collected);
      return Surplus.NONE;
    }

    @Override
    public Future<Void> abort() {
      return Future.succeededFuture();
    }
  }
}
