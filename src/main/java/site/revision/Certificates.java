package site.revision;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.acme.AccountStore;
import site.acme.AcmeProblem;
import site.acme.CertDesk;
import site.acme.CertHook;
import site.acme.CertNews;
import site.acme.FileCertStore;
import site.acme.Http01Solver;
import site.acme.JobReport;
import site.acme.OnDemandGate;
import site.acme.Scheduler;
import site.acme.Solver;
import site.acme.StatelessAnswers;
import site.acme.TlsAlpnSolver;
import site.acme.dns.DnsProofs;
import site.acme.dns.DnsSolvers;
import site.config.ChallengeKind;
import site.config.Config;
import site.config.DnsConfig;
import site.config.Home;
import site.revision.ServerState.CertificateState;
import site.tls.CertificateProblem;
import site.tls.CertificateStore;
import site.tls.CertificateTable;
import site.tls.HandshakeCounts;
import site.tls.HoldLimits;
import site.tls.TlsSeam;

/**
 * The certificates a configuration needs: the operator's own files first, then those that
 * authorities issue, and the internal CA for every name these leave over. Renews while the server
 * runs; listeners never notice.
 */
public final class Certificates {
  private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
  private static final Duration RENEWAL_CHECK = Duration.ofHours(1);

  private final Vertx vertx;
  private final Path directory;
  private final Clock clock;
  private final CertificateStore store = new CertificateStore(CertificateTable.builder().build());
  private final Http01Solver http01;
  private final StatelessAnswers stateless;
  private final OnDemandNames onDemand = new OnDemandNames();
  private final OnDemandGate gate;
  private final TlsAlpnSolver tlsAlpn;
  private final DnsProofs dns = new DnsProofs();
  private final HandshakeCounts handshakes;
  private final TlsSeam seam;
  private final CertificateCollector collector;
  private final CertTally tally = new CertTally();
  private final CertHook hook;
  private final CertMail mail;
  private final Scheduler scheduler;
  private final CertDesk desk;
  private volatile CertificateCollector.Collected current = CertificateCollector.Collected.NONE;
  private volatile Config config;
  private Future<?> lastCollection = Future.succeededFuture();

  /** For the life of a process that begins with this configuration. */
  public Certificates(Vertx vertx, Home home, Config first, Clock clock) {
    this.vertx = vertx;
    this.clock = clock;
    this.directory = first.tls().directory().orElse(home.data().resolve("tls"));
    this.http01 = new Http01Solver(directory);
    this.stateless = new StatelessAnswers(new AccountStore(directory), clock);
    this.gate = new OnDemandGate(store, this::isMissing, this::obtain, clock);
    this.tlsAlpn = new TlsAlpnSolver(gate);
    this.handshakes = new HandshakeCounts(tlsAlpn, store::match);
    this.seam = new TlsSeam(handshakes, HoldLimits.DEFAULT);
    this.hook = new CertHook(vertx, directory);
    this.mail = new CertMail(vertx);
    FileCertStore kept = new FileCertStore(directory, clock);
    this.collector = new CertificateCollector(internalDirectory(home), kept, onDemand, clock);
    this.scheduler =
        new Scheduler(
            vertx,
            kept,
            directory,
            solvers(),
            first.tls().acme(),
            clock,
            this::published,
            this::happened);
    this.desk = new CertDesk(vertx, scheduler, kept, clock);
  }

  private List<Solver> solvers() {
    return Stream.concat(Stream.of(http01, tlsAlpn), dns.solvers().stream()).toList();
  }

  /** The ways to prove a name to an authority that there are with a configuration. */
  public static Set<ChallengeKind> solvable(Config config) {
    Set<ChallengeKind> kinds = EnumSet.of(ChallengeKind.HTTP_01, ChallengeKind.TLS_ALPN_01);
    config.tls().acme().dns().ifPresent(dns -> kinds.addAll(dns.kinds()));
    return kinds;
  }

  /** The internal CA's root certificate, which need not exist yet. */
  public static Path root(Home home) {
    return internalDirectory(home).resolve("root.pem");
  }

  private static Path internalDirectory(Home home) {
    return home.data().resolve("tls").resolve("internal");
  }

  /** Where operators ask about them. */
  public CertDesk desk() {
    return desk;
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

  /** What has happened to certificates. */
  CertCounts counts() {
    return new CertCounts(
        tally.issued(), tally.failed(), scheduler.traffic(), handshakes.state(), gate.verdicts());
  }

  /** Whether a name waits for its first certificate. */
  boolean isMissing(String host) {
    return current.isMissing(host);
  }

  /** What an authority wants to read; empty for a token nobody presents. */
  Future<Optional<String>> challengeAnswer(String token, String host) {
    Optional<String> own = http01.answer(token);
    return own.isPresent() || !(scheduler.isFollowing() || isStateless())
        ? Future.succeededFuture(own)
        : vertx.executeBlocking(() -> blockingAnswerForOthers(token, host), false);
  }

  private boolean isStateless() {
    Config now = config;
    return now != null && now.tls().acme().statelessHttp01();
  }

  private Optional<String> blockingAnswerForOthers(String token, String host) {
    Optional<String> shared = http01.blockingAnswerOfOthers(token);
    return shared.isPresent() || !isStateless()
        ? shared
        : stateless.blockingAnswer(token, host, current.policy());
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
    return vertx.executeBlocking(() -> blockingPrepare(next), false).map(change -> change);
  }

  private Change blockingPrepare(Config next) throws CertificateProblem, AcmeProblem {
    Optional<DnsConfig> records = next.tls().acme().dns();
    List<Solver> proofs =
        records.isPresent() ? DnsSolvers.blockingOf(records.get(), clock) : List.of();
    return new Change(next, collector.blockingCollect(next), proofs);
  }

  private void renewDue() {
    if (config != null && !current.renewalDue().isAfter(clock.instant())) {
      collectAgain();
    }
  }

  /** A handshake for a name nobody lists; the certificate may be on disk from an earlier life. */
  private CompletionStage<Void> obtain(String name) {
    CompletionStage<Void> there = onDemand.add(name);
    collectAgain();
    return there;
  }

  /** Called by the scheduler. */
  private void happened(CertNews news) {
    tally.count(news);
    hook.accept(news);
    mail.accept(news);
    boolean failed = news.kind() == CertNews.Kind.FAILED || news.kind() == CertNews.Kind.BLOCKED;
    for (String name : failed ? news.names() : List.<String>of()) {
      if (onDemand.giveUp(name)) {
        gate.reject(name);
        collectAgain();
      }
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
  @SuppressWarnings("ReferenceEquality") // the very configuration that was collected for
  private void swapUnlessReplaced(Config now, CertificateCollector.Collected renewed) {
    if (config.equals(now)) {
      swap(now, renewed);
      scheduler.keep(now.tls(), renewed.policy());
    } else {
      collectAgain();
    }
  }

  private void swap(Config next, CertificateCollector.Collected collected) {
    config = next;
    current = collected;
    store.swap(collected.table());
    onDemand.release(collected::serves);
  }

  private final class Change implements Step {
    private final Config next;
    private final CertificateCollector.Collected collected;
    private final List<Solver> proofs;

    Change(Config next, CertificateCollector.Collected collected, List<Solver> proofs) {
      this.next = next;
      this.collected = collected;
      this.proofs = proofs;
    }

    @Override
    public int added() {
      return 0;
    }

    @Override
    public Surplus commit() {
      swap(next, collected);
      dns.swap(proofs);
      hook.swap(next.tls().hook());
      mail.swap(next.mail());
      gate.swap(next.tls().onDemand());
      if (next.tls().onDemand().isEmpty()) {
        onDemand.clear();
      }
      scheduler.keep(next.tls(), collected.policy());
      return Surplus.NONE;
    }

    @Override
    public Future<Void> abort() {
      return Future.succeededFuture();
    }
  }
}
