package site.acme;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AcmeConfig;
import site.config.DnsConfig;
import site.config.TlsConfig;

/**
 * Keeps certificates alive: how time gets into the jobs.
 *
 * <p>Each certificate has a {@link CertJob} that says what to do next and when. The scheduler lives
 * on one event loop, where it has a timer for the job that is due first. A job that is due has its
 * action done by the {@link CertWorker} on one of four threads; what came of it goes back into the
 * job, whose state is on disk before the next action begins. All waiting is done by the timer, so
 * four threads are enough for any number of certificates. The timer never sleeps for more than a
 * minute: a clock that was set or a machine that was asleep is noticed.
 *
 * <p>Of several servers on one directory one orders, as {@link IssuerLock} decides. The others look
 * every few seconds whether there are new generations, and whether they are to take over.
 */
public final class Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger("acme");
  private static final int ORDERS_IN_FLIGHT = 4;
  private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Context context;
  private final WorkerExecutor workers;
  private final CertStore store;
  private final CertWorker worker;
  private final IssuerRole role;
  private final Clock clock;
  private final Consumer<String> published;
  private final Narrator narrator;
  private final Housekeeping housekeeping;
  private final Path directory;

  private final Map<String, CertRun> runs = new LinkedHashMap<>();
  private final Map<String, OrderBucket> buckets = new HashMap<>();
  private CertPolicy policy = CertPolicy.NONE;
  private JobRules rules;
  private boolean closed;
  private boolean waking;
  private long timer = -1;
  private Future<Void> lastChange = Future.succeededFuture();
  private volatile List<JobReport> reports = List.of();

  /**
   * Does nothing yet.
   *
   * @param directory of the store, for accounts and the lock
   * @param solvers one of each kind
   * @param published is told the id of each certificate that has a new generation
   * @param news is told what happens, on an event loop
   */
  public Scheduler(
      Vertx vertx,
      CertStore store,
      Path directory,
      List<Solver> solvers,
      AcmeConfig config,
      Clock clock,
      Consumer<String> published,
      Consumer<CertNews> news) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.workers = vertx.createSharedWorkerExecutor("acme", ORDERS_IN_FLIGHT, 2, TimeUnit.MINUTES);
    this.store = store;
    this.directory = directory;
    this.housekeeping = new Housekeeping(store, clock);
    this.worker =
        new CertWorker(store, new AccountStore(directory), solvers, network(config), clock);
    this.role = new IssuerRole(vertx, directory, new Watcher(), this::blocking);
    this.clock = clock;
    this.published = published;
    this.rules = rules(config);
    this.narrator = new Narrator(clock, new CertLog().andThen(news));
  }

  private static CertWorker.Network network(AcmeConfig config) {
    return new CertWorker.Network(
        CaNetwork.of(config), new Registrar.Introduction(config.contact(), config.terms()));
  }

  private static JobRules rules(AcmeConfig config) {
    return new JobRules(
        config.renewalInfo(),
        config.stagingAfterFailure(),
        config.renewAt(),
        config.dns().map(DnsConfig::propagation).orElse(Duration.ZERO));
  }

  /** All jobs at this moment. */
  public List<JobReport> reports() {
    return reports;
  }

  /** What authorities were asked since the start, and how they answered; by their names. */
  public Map<String, AuthorityTraffic.Counts> traffic() {
    return worker.traffic().state();
  }

  /** Whether another server on the directory orders. */
  public boolean isFollowing() {
    return role.follows();
  }

  /** Keeps these certificates alive from now on, and no others. What did not change goes on. */
  public Future<Void> keep(TlsConfig config, CertPolicy next) {
    return onContext(() -> inTurn(() -> change(config, next)));
  }

  /** Renews now, whatever was decided before; fails for an unknown id. */
  public Future<Void> renew(String id) {
    return tell(id, new CertEvent.Forced());
  }

  /** The same with another private key, whatever {@code reuse_key} says. */
  Future<Void> renewWithAnotherKey(String id) {
    return tell(id, new CertEvent.Compromised());
  }

  /** Has the names proved to staging; what is due is ordered afterwards. */
  Future<Void> rehearse(String id) {
    return tell(id, new CertEvent.Rehearse());
  }

  private Future<Void> tell(String id, CertEvent event) {
    return onContext(
        () -> {
          CertRun run = runs.get(id);
          if (run == null) {
            return Future.failedFuture("no certificate " + id);
          }
          return run.whenIdle().onSuccess(v -> turn(run, event));
        });
  }

  /** A person did something about what keeps certificates back: they are tried again now. */
  Future<Void> unblock() {
    return onContext(
        () -> {
          runs.values().stream()
              .filter(run -> run.job().state().isBlocked())
              .forEach(run -> run.whenIdle().onSuccess(v -> turn(run, new CertEvent.Unblocked())));
          return Future.succeededFuture();
        });
  }

  /** Tells that a certificate was declared invalid. */
  void revoked(CertSpec spec, String reason) {
    context.runOnContext(v -> narrator.revoked(spec, reason));
  }

  CertWorker worker() {
    return worker;
  }

  /** Looks at the clock at once. */
  void look() {
    context.runOnContext(v -> wake());
  }

  /** Stops; orders under way are found again by the next process. */
  public Future<Void> close() {
    return onContext(
        () -> {
          closed = true;
          vertx.cancelTimer(timer);
          return whenIdle()
              .transform(v -> blocking(this::blockingLeave))
              .transform(v -> workers.close());
        });
  }

  private Void blockingLeave() {
    role.blockingClose();
    return null;
  }

  /** What is being done may end by itself, within reason; files and orders survive anything. */
  private Future<Void> whenIdle() {
    Future<?> idle = Future.join(runs.values().stream().map(CertRun::whenIdle).toList());
    return Future.any(idle, vertx.timer(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).mapEmpty();
  }

  private Future<Void> onContext(Callable<Future<Void>> work) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            work.call().onComplete(done);
          } catch (Exception e) {
            done.fail(e);
          }
        });
    return done.future();
  }

  private Future<Void> inTurn(Supplier<Future<Void>> work) {
    lastChange = lastChange.transform(before -> work.get());
    return lastChange;
  }

  // ---- which certificates

  private Future<Void> change(TlsConfig config, CertPolicy next) {
    CertPolicy.Diff diff = policy.changesTo(next);
    if (policy.specs().isEmpty() && !next.specs().isEmpty()) {
      blocking(() -> StoragePlace.blockingWarn(directory));
    }
    policy = next;
    rules = rules(config.acme());
    narrator.warnAt(config.warnAt());
    worker.reach(network(config.acme()));
    runs.values().forEach(run -> run.job().rules(rules));
    Future<Void> retired = Future.succeededFuture();
    for (String id : diff.removed()) {
      LOG.info("{}: is not wanted any more, it is not renewed", id);
      retired = retired.compose(v -> retire(id));
    }
    for (CertSpec spec : diff.added()) {
      retired = retired.compose(v -> retire(spec.id())).compose(v -> load(spec));
    }
    AcmeConfig.Cluster cluster = config.acme().cluster();
    return retired
        .compose(v -> next.specs().isEmpty() ? Future.succeededFuture() : role.share(cluster))
        .onComplete(v -> wakeSoon());
  }

  private Future<Void> retire(String id) {
    CertRun run = runs.remove(id);
    return run == null
        ? Future.succeededFuture()
        : run.whenIdle().compose(v -> blocking(() -> cleanUp(run.job().spec())));
  }

  private Void cleanUp(CertSpec spec) {
    worker.blockingCleanup(spec);
    return null;
  }

  private Future<Void> load(CertSpec spec) {
    return blocking(() -> blockingLoad(spec))
        .onSuccess(job -> start(new CertRun(job)))
        .onFailure(t -> LOG.error("{}: cannot be begun: {}", spec.id(), t.getMessage()))
        .mapEmpty();
  }

  /** A job made for another specification does not go on with that one's order or failures. */
  private CertJob blockingLoad(CertSpec spec) throws AcmeProblem {
    JobState stored = store.blockingState(spec.id());
    boolean same = stored.madeFor().isEmpty() || stored.madeFor().equals(fingerprint(spec));
    JobState state = same ? stored : stored.fresh().pending(Optional.empty());
    var material = store.blockingCurrent(spec.id()).map(Material::of);
    return new CertJob(
        spec,
        rules,
        state.madeFor(fingerprint(spec)),
        material,
        () -> ThreadLocalRandom.current().nextDouble());
  }

  private static String fingerprint(CertSpec spec) {
    return Integer.toHexString(spec.toString().hashCode());
  }

  private void start(CertRun run) {
    runs.put(run.job().spec().id(), run);
    turn(run, new CertEvent.Woken());
  }

  // ---- who orders

  private final class Watcher implements IssuerRole.Watcher {
    @Override
    public Future<Void> follow() {
      return blocking(() -> blockingGenerations(List.copyOf(runs.keySet())))
          .onSuccess(found -> found.forEach(Scheduler.this::foundGeneration))
          .mapEmpty();
    }

    @Override
    public void takeOver() {
      inTurn(Scheduler.this::reload);
    }
  }

  private Map<String, Material> blockingGenerations(List<String> ids) {
    Map<String, Material> found = new HashMap<>();
    for (String id : ids) {
      store.blockingCurrent(id).map(Material::of).ifPresent(m -> found.put(id, m));
    }
    return found;
  }

  private void foundGeneration(String id, Material material) {
    CertRun run = runs.get(id);
    if (run != null && !run.job().material().equals(Optional.of(material))) {
      run.job().material(Optional.of(material));
      published.accept(id);
    }
  }

  private Future<Void> reload() {
    Future<Void> loaded = Future.succeededFuture();
    for (CertSpec spec : List.copyOf(policy.specs().values())) {
      loaded = loaded.compose(v -> retire(spec.id())).compose(v -> load(spec));
    }
    return loaded.onComplete(v -> wakeSoon());
  }

  // ---- what is due

  private void wake() {
    waking = false;
    if (closed) {
      return;
    }
    if (role.orders()) {
      Instant now = clock.instant();
      List.copyOf(runs.values()).stream().filter(run -> run.isDue(now)).forEach(this::begin);
    }
    if (role.orders()) {
      List.copyOf(runs.values()).stream().filter(CertRun::isResting).forEach(this::warn);
      cleanDaily();
    }
    vertx.cancelTimer(timer);
    timer = vertx.setTimer(sleep().toMillis(), t -> context.runOnContext(v -> wake()));
  }

  /** Said by the server that orders, so that several on a directory do not say it all. */
  private void warn(CertRun run) {
    narrator.warning(run.job()).ifPresent(warning -> turn(run, new CertEvent.Warned(warning)));
  }

  private void cleanDaily() {
    if (housekeeping.takeTurn()) {
      Set<String> wanted = Set.copyOf(policy.specs().keySet());
      blocking(() -> housekeeping.blockingClean(wanted))
          .onFailure(t -> LOG.warn("old certificates stay: {}", t.getMessage()));
    }
  }

  private Duration sleep() {
    Instant now = clock.instant();
    Duration shortest =
        runs.values().stream()
            .filter(CertRun::waitsForTime)
            .map(run -> Duration.between(now, run.at()))
            .min(Duration::compareTo)
            .filter(d -> d.compareTo(LONGEST_SLEEP) < 0)
            .orElse(LONGEST_SLEEP);
    return shortest.toMillis() < 1 ? Duration.ofMillis(1) : shortest;
  }

  private void begin(CertRun run) {
    CertAction action = run.next();
    if (action instanceof CertAction.Rest) {
      turn(run, new CertEvent.Woken());
      return;
    }
    if (!mayFly(run, action)) {
      return;
    }
    CertSpec spec = run.job().spec();
    JobState state = run.job().state();
    run.occupy();
    blocking(() -> worker.blockingPerform(spec, state, action))
        .onSuccess(event -> turn(run, event))
        .onFailure(
            t -> {
              LOG.debug("{}: stopped", spec.id(), t);
              run.free();
            });
  }

  /** Four orders at a time, and not more in an hour than public authorities allow. */
  private boolean mayFly(CertRun run, CertAction action) {
    if (run.isFlying() || action instanceof CertAction.AskRenewal) {
      return true;
    }
    if (runs.values().stream().filter(CertRun::isFlying).count() >= ORDERS_IN_FLIGHT) {
      run.waitForSlot();
      return false;
    }
    if (action instanceof CertAction.Order order && !bucketAllows(order.authority())) {
      run.postpone(clock.instant().plusSeconds(1));
      return false;
    }
    run.fly();
    return true;
  }

  private boolean bucketAllows(Authority authority) {
    Instant now = clock.instant();
    return !authority.isWellKnown()
        || buckets.computeIfAbsent(authority.id(), id -> new OrderBucket(now)).take(now);
  }

  /** Tells a job what happened and remembers what it wants next, on disk first. */
  private void turn(CertRun run, CertEvent event) {
    if (closed) {
      run.free();
      return;
    }
    run.occupy();
    CertJob job = run.job();
    JobState before = job.state();
    CertAction next = job.on(clock.instant(), event);
    narrator.tell(job, event, next);
    if (event instanceof CertEvent.Issued) {
      published.accept(job.spec().id());
    }
    boolean landed = run.landsWith(next);
    if (before.equals(job.state()) && !landed) {
      proceed(run, next);
      return;
    }
    JobState state = job.state();
    blocking(() -> blockingKeep(job.spec(), state, next))
        .onFailure(t -> LOG.error("{}: {}", job.spec().id(), t.getMessage()))
        .onComplete(v -> proceed(run, next));
  }

  private Void blockingKeep(CertSpec spec, JobState state, CertAction next) throws AcmeProblem {
    if (!needsProofs(next)) {
      worker.blockingCleanup(spec);
    }
    store.blockingSave(spec.id(), state);
    return null;
  }

  private static boolean needsProofs(CertAction next) {
    return next instanceof CertAction.CheckVisible
        || next instanceof CertAction.Trigger
        || next instanceof CertAction.Look;
  }

  private void proceed(CertRun run, CertAction next) {
    run.next(next);
    reports = runs.values().stream().map(this::report).toList();
    wakeSoon();
  }

  private JobReport report(CertRun run) {
    CertJob job = run.job();
    Optional<CertWarning> warning =
        CertWarning.of(job.material(), job.state(), narrator.warnAt(), clock.instant());
    return JobReport.of(job, run.next(), warning);
  }

  private void wakeSoon() {
    if (!waking) {
      waking = true;
      context.runOnContext(v -> wake());
    }
  }

  <T> Future<T> blocking(Callable<T> work) {
    return workers.executeBlocking(work, false);
  }
}
