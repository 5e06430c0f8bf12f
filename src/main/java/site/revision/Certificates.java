package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.FileCertStore;
import site.acme.Http01Solver;
import site.acme.JobReport;
import site.acme.Scheduler;
import site.acme.TlsAlpnSolver;
import site.config.ChallengeKind;
import site.config.Config;
import site.config.Home;
import site.revision.ServerState.CertificateState;
import site.tls.CertificateStore;
import site.tls.CertificateTable;
import site.tls.HoldLimits;
import site.tls.TlsSeam;

/**
 * The certificates a configuration needs: the operator's own files first, then those that
 * authorities issue, and the internal CA for every name these leave over. Renews while the server
 * runs; listeners never notice.
 */
public final class Certificates {
  /** The ways to prove a name to an authority that this server has. */
  static final Set<ChallengeKind> SOLVABLE =
      Set.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);

  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration RENEWAL_CHECK = Duration.ofHours(1);

  private final Vertx vertx;
  private final Path directory;
  private final Clock clock;
  private final CertificateStore store = new CertificateStore(CertificateTable.builder().build());
  private final Http01Solver http01;
  private final TlsAlpnSolver tlsAlpn = new TlsAlpnSolver(store);
  private final TlsSeam seam = new TlsSeam(tlsAlpn, HoldLimits.DEFAULT);
  private final CertificateCollector collector;
  private final Scheduler scheduler;
  private volatile CertificateCollector.Collected current = CertificateCollector.Collected.NONE;
  private volatile Config config;
  private Future<?> lastCollection = Future.succeededFuture();

  /** For the life of a process that begins with this configuration. */
  public Certificates(Vertx vertx, Home home, Config first, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.directory = first.tls().directory().orElse(home.data().resolve("tls"));
    this.http01 = new Http01Solver(directory);
    FileCertStore kept = new FileCertStore(directory, clock);
    this.collector = new CertificateCollector(internalDirectory(home), kept, SOLVABLE, clock);
    this.scheduler =
        new Scheduler(
            vertx,
            kept,
            directory,
            List.of(http01, tlsAlpn),
            first.tls().acme(),
            clock,
            this::published);
  }

  /** The internal CA's root certificate, which need not exist yet. */
  public static Path root(Home home) {
    return internalDirectory(home).resolve("root.pem");
  }

  private static Path internalDirectory(Home home) {
    return home.data().resolve("tls").resolve("internal");
  }

  /** Where listeners ask for a certificate, whatever the configuration. */
  public TlsSeam seam() {
    return seam;
  }

  /** The certificates that are served. */
  List<CertificateState> state() {
    List<JobReport> reports = scheduler.reports();
    return current.states().stream().map(state -> CertificateStates.told(state, reports)).toList();
  }

  /** Whether a name waits for its first certificate. */
  boolean isMissing(String host) {
    return current.isMissing(host);
  }

  /** What an authority wants to read; empty for a token nobody presents. */
  Future<Optional<String>> challengeAnswer(String token) {
    Optional<String> own = http01.answer(token);
    return own.isPresent() || !scheduler.isFollowing()
        ? Future.succeededFuture(own)
        : vertx.executeBlocking(() -> http01.blockingAnswerOfOthers(token), false);
  }

  /** Begins to look for certificates of the internal CA that are due. */
  public void start() {
    vertx.setPeriodic(RENEWAL_CHECK.toMillis(), timer -> renewDue());
  }

  /** Orders under way are found again by the next process. */
  Future<Void> close() {
    return scheduler.close();
  }

  /** Reads or makes what the configuration needs; fails naming the file that cannot be used. */
  Future<Step> prepare(Config next) {
    Optional<Path> moved = next.tls().directory().filter(d -> !d.equals(directory));
    if (moved.isPresent()) {
      return Future.failedFuture(
          "tls.data: cannot change from " + directory + " while the server runs");
    }
    return vertx
        .executeBlocking(() -> collector.blockingCollect(next), false)
        .map(collected -> new Change(next, collected));
  }

  private void renewDue() {
    if (config != null && !current.renewalDue().isAfter(clock.instant())) {
      collectAgain();
    }
  }

  /** Called by the scheduler: a certificate has a new generation. */
  private void published(String id) {
    collector.forget(id);
    collectAgain();
  }

  private synchronized void collectAgain() {
    lastCollection = lastCollection.transform(before -> collect());
  }

  private Future<Void> collect() {
    Config now = config;
    return vertx
        .executeBlocking(() -> collector.blockingCollect(now), false)
        .onSuccess(renewed -> swapUnlessReplaced(now, renewed))
        .onFailure(t -> LOG.error("certificates could not be renewed: {}", t.getMessage()))
        .mapEmpty();
  }

  /** A reload in between has collected for itself, and for another configuration. */
  private void swapUnlessReplaced(Config now, CertificateCollector.Collected renewed) {
    if (config.equals(now)) {
      swap(now, renewed);
    } else {
      collectAgain();
    }
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
      scheduler.keep(next.tls(), collected.policy());
      return Surplus.NONE;
    }

    @Override
    public Future<Void> abort() {
      return Future.succeededFuture();
    }
  }
}
