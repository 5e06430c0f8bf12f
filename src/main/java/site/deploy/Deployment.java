package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.http.Action;
import site.http.Exchange;

/**
 * An app that serves under one name, whichever revision it is at. Changes of it happen one after
 * the other; each ends with a sentence for the operator, or fails with {@link DeploymentFailure},
 * and then all is as before.
 */
public final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final String name;
  private final Starter starter;
  private final Candidates candidates;
  private final Canaries canaries;
  private final Succession succession;
  private final Turns turns = new Turns();
  private final Caretaker caretaker;
  private final LongAdder requests = new LongAdder();

  /** What a next revision is rehearsed with. */
  private volatile RequestRing recent = new RequestRing(0);

  /** Null before the first revision and after {@link #retire}. */
  private volatile AppRevision live;

  /** What the operator wants it to be run with, from the first revision on. */
  private volatile AppConfig config;

  private volatile DeploymentState last;
  private volatile AppWatch watch;
  private boolean retired;

  Deployment(
      String name,
      AppConfig config,
      Starter starter,
      RevisionStore store,
      ContextInternal server,
      ScheduledExecutorService clock) {
    this.name = name;
    this.starter = starter;
    this.candidates = new Candidates(name, starter, store);
    this.canaries = new Canaries(name, starter, candidates, turns, server, this::takeOver);
    this.succession =
        new Succession(
            starter, candidates, new Gates(server), canaries, () -> live, this::takeOver);
    this.caretaker = new Caretaker(name, config, clock, () -> live, this::enter, this::restart);
    this.last = DeploymentState.before(name, config);
  }

  /** Before it begins: who looks after its files. */
  void watch(AppWatch files) {
    this.watch = files;
  }

  /** Watches the files of this configuration, if that is wanted. */
  Future<Void> follow(AppConfig wanted) {
    return watch.follow(wanted);
  }

  /** That of the files the live revision was made of. */
  Optional<String> digest() {
    return Optional.ofNullable(live).map(revision -> revision.files().digest());
  }

  /** What routes to this app are compiled to; stays valid over redeployments. */
  public Action action() {
    return new AppAction(this);
  }

  /** The first revision: the configured one, else the one that served last. */
  Future<String> begin(AppConfig wanted) {
    return turns.next(
        () -> configured(wanted).compose(this::admit).recover(t -> lastGood(wanted, t)));
  }

  /** It did not begin; it is tried again later, as after any other failure. */
  Future<Void> keepTrying(AppConfig wanted, Throwable failure) {
    caretaker.beginFailed(wanted, failure, () -> beginAgain(wanted));
    return Future.succeededFuture();
  }

  /** It did not begin, and somebody is at it: its requests are refused until it does. */
  void awaitRepair() {
    caretaker.awaitRepair();
  }

  private Future<?> beginAgain(AppConfig wanted) {
    return live == null ? begin(wanted) : Future.succeededFuture();
  }

  private Future<String> lastGood(AppConfig wanted, Throwable failure) {
    return candidates
        .ofLastGood(wanted)
        .compose(good -> admit(Optional.of(good)))
        .onSuccess(v -> LOG.error("{}; the last good revision serves", failure.getMessage()))
        .recover(t -> Future.failedFuture(failure));
  }

  /**
   * Lets a revision of the configured files take over, as they are now, unless they are what serves
   * or were decided against. The one before finishes what it has begun and is then stopped.
   */
  public Future<String> redeploy(AppConfig wanted) {
    return turns.next(() -> configured(wanted).compose(this::admit));
  }

  /** Lets a revision of these files take over: a jar or a folder. */
  public Future<String> deploy(Path files) {
    return turns.next(() -> candidates.of(files, config).compose(this::admit));
  }

  /** Lets a fresh start of the same files take over. */
  public Future<String> restart() {
    return turns.next(() -> candidates.ofLive(config).map(Optional::of).compose(this::admit));
  }

  /** The same, unless another revision has taken over meanwhile. */
  private Future<?> restart(AppRevision revision) {
    return turns.next(
        () ->
            live == revision
                ? candidates.ofLive(config).map(Optional::of).compose(this::admit)
                : Future.succeededFuture());
  }

  /** Lets the revision take over that served before this one. */
  public Future<String> rollback() {
    return turns.next(
        () ->
            canaries
                .noneRunning()
                .compose(v -> candidates.ofPrevious(config))
                .compose(previous -> admit(Optional.of(previous))));
  }

  /** Lets the revision take over that is on trial. */
  public Future<String> promote() {
    return turns.next(canaries::promote);
  }

  /** Ends the trial of a revision; all requests are the live one's again. */
  public Future<String> abort() {
    return turns.next(canaries::abort);
  }

  /**
   * Starts beside what serves what another configuration asks for. Further changes of this app wait
   * until it is committed or aborted.
   */
  public Future<Next> prepare(AppConfig wanted) {
    Promise<Next> prepared = Promise.promise();
    turns.next(
        () ->
            configured(wanted)
                .compose(found -> passed(found, wanted))
                .onComplete(prepared)
                .compose(Next::over));
    return prepared.future();
  }

  private Future<Next> passed(Optional<Candidate> found, AppConfig wanted) {
    Next next = new Next(found, succession, () -> keep(wanted));
    return found.isEmpty()
        ? Future.succeededFuture(next)
        : succession.pass(found.get(), recent.recent()).map(next);
  }

  private void keep(AppConfig wanted) {
    config = wanted;
    follow(wanted);
  }

  private Future<Optional<Candidate>> configured(AppConfig wanted) {
    return candidates.ofConfigured(wanted, Optional.ofNullable(live).map(any -> config));
  }

  private Future<String> admit(Optional<Candidate> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(
          name + ": nothing to do, revision " + live.number() + " is made of these files");
    }
    return succession
        .pass(found.get(), recent.recent())
        .compose(remark -> succession.establish(found.get()).map(sentence -> sentence + remark));
  }

  /**
   * Lets nothing in any more, finishes what was begun within the app's drain time, closes its
   * WebSockets with 1001, stops it.
   *
   * @return done when nothing of the app is left in the process
   */
  public Future<Void> retire() {
    watch.close();
    last = state();
    caretaker.close();
    AppRevision previous = swap(null, true);
    Future<Void> stopped = previous == null ? Future.succeededFuture() : starter.stop(previous);
    return Future.join(stopped, canaries.close()).mapEmpty();
  }

  /** As it is now; after {@link #retire} as it was then; revision 0 before there was one. */
  public DeploymentState state() {
    AppRevision revision = live;
    DeploymentState state =
        revision == null
            ? last
            : revision.state(requests.sum(), canaries.running().map(Canary::state));
    return state.with(caretaker.health(starter.stuckThreads(), starter.leaving(), starter.leaks()));
  }

  Future<Void> handle(Exchange exchange) {
    if (exchange.ended()) {
      return Future.succeededFuture(); // the client left while a middleware waited
    }
    requests.increment();
    recent.listen(exchange);
    return caretaker.admit(exchange);
  }

  /**
   * The live revision, or the one on trial, with room taken in it, null for none; a swap in between
   * sends us to the new one.
   */
  private AppRevision enter(Exchange exchange) {
    AppRevision tried = canaries.enter(exchange);
    return tried == null ? enter() : tried;
  }

  private AppRevision enter() {
    AppRevision revision = live;
    while (revision != null && !revision.enter()) {
      revision = live;
    }
    return revision;
  }

  private Future<String> takeOver(AppRevision next) {
    config = next.config();
    if (recent.size() != config.rollout().rehearse()) {
      recent = new RequestRing(config.rollout().rehearse());
    }
    AppRevision previous = swap(next, false);
    if (previous == next) {
      starter.stop(next);
      return Future.failedFuture(new DeploymentFailure(name, "was removed while it started"));
    }
    canaries.replacedBy(next);
    caretaker.serves(next);
    DeploymentState state = next.state(requests.sum(), Optional.empty());
    LOG.info(
        "deployed app={} revision={} sha={} instances={} replaced={} draining={}",
        name,
        state.revision(),
        state.digest(),
        state.instances(),
        previous == null ? "-" : previous.number(),
        previous == null ? 0 : previous.inFlight());
    String serves = name + ": revision " + next.number() + " serves";
    if (previous == null) {
      return Future.succeededFuture(serves);
    }
    starter.stop(previous);
    return Future.succeededFuture(serves + ", replacing " + previous.number());
  }

  /** What is to be stopped: the revision before, or the next one when it came too late. */
  private synchronized AppRevision swap(AppRevision next, boolean forGood) {
    if (retired) {
      return next;
    }
    AppRevision previous = live;
    retired = forGood;
    live = next;
    return previous;
  }
}
