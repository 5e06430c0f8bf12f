package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
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
  private final Turns turns = new Turns();
  private final Caretaker caretaker;
  private final LongAdder requests = new LongAdder();

  /** Null before the first revision and after {@link #retire}. */
  private volatile AppRevision live;

  /** What the operator wants it to be run with, from the first revision on. */
  private volatile AppConfig config;

  private volatile DeploymentState last;
  private boolean retired;

  Deployment(
      String name,
      AppConfig config,
      Starter starter,
      RevisionStore store,
      ScheduledExecutorService clock) {
    this.name = name;
    this.starter = starter;
    this.candidates = new Candidates(name, starter, store);
    this.caretaker = new Caretaker(name, config, clock, () -> live, this::restart);
    this.last = DeploymentState.before(name, config);
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

  /**
   * Begins, and tries again later when that fails, as after any other failure.
   *
   * @return done with the first attempt, however it ended
   */
  Future<Void> keepBeginning(AppConfig wanted) {
    return begin(wanted)
        .onFailure(failure -> caretaker.beginFailed(wanted, failure, () -> beginAgain(wanted)))
        .transform(outcome -> Future.succeededFuture());
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
    return turns.next(() -> candidates.ofPrevious(config).map(Optional::of).compose(this::admit));
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
                .map(candidate -> new Next(wanted, candidate))
                .onComplete(prepared)
                .compose(Next::over));
    return prepared.future();
  }

  /** What is ready to take over. Ends with one commit or one abort. */
  public final class Next {
    private final AppConfig wanted;
    private final Optional<Candidate> candidate;
    private final Promise<Void> over = Promise.promise();

    private Next(AppConfig wanted, Optional<Candidate> candidate) {
      this.wanted = wanted;
      this.candidate = candidate;
    }

    /** Whether a commit changes anything. */
    public boolean isNew() {
      return candidate.isPresent();
    }

    /** It serves from now on. */
    public void commit() {
      config = wanted;
      if (candidate.isEmpty()) {
        over.complete();
        return;
      }
      takeOver(candidate.get().revision());
      // Too late to refuse; but the next start finds the same files configured and starts them.
      candidates
          .serve(candidate.get())
          .onFailure(t -> LOG.error(t.getMessage()))
          .onComplete(v -> over.complete());
    }

    /** It never was. */
    public Future<Void> abort() {
      return candidate
          .map(started -> starter.stop(started.revision()))
          .orElseGet(Future::succeededFuture)
          .onComplete(v -> over.complete());
    }

    private Future<Void> over() {
      return over.future();
    }
  }

  private Future<Optional<Candidate>> configured(AppConfig wanted) {
    return candidates.ofConfigured(wanted, Optional.ofNullable(live).map(any -> config));
  }

  private Future<String> admit(Optional<Candidate> found) {
    if (found.isEmpty()) {
      return Future.succeededFuture(
          name + ": nothing to do, revision " + live.number() + " is made of these files");
    }
    Candidate candidate = found.get();
    return candidates
        .serve(candidate)
        .onFailure(t -> starter.stop(candidate.revision()))
        .compose(v -> takeOver(candidate.revision()));
  }

  /**
   * Lets nothing in any more, finishes what was begun within the app's drain time, closes its
   * WebSockets with 1001, stops it.
   *
   * @return done when nothing of the app is left in the process
   */
  public Future<Void> retire() {
    last = state();
    caretaker.close();
    AppRevision previous = swap(null, true);
    return previous == null ? Future.succeededFuture() : starter.stop(previous);
  }

  /** As it is now; after {@link #retire} as it was then. */
  public DeploymentState state() {
    AppRevision revision = live;
    DeploymentState state = revision == null ? last : revision.state(requests.sum());
    return state.with(caretaker.health(starter.stuckThreads(), starter.leaving(), starter.leaks()));
  }

  Future<Void> handle(Exchange exchange) {
    if (exchange.ended()) {
      return Future.succeededFuture(); // the client left while a middleware waited
    }
    requests.increment();
    return caretaker.admit(exchange);
  }

  private Future<String> takeOver(AppRevision next) {
    config = next.config();
    AppRevision previous = swap(next, false);
    if (previous == next) {
      starter.stop(next);
      return Future.failedFuture(new DeploymentFailure(name, "was removed while it started"));
    }
    caretaker.serves(next);
    DeploymentState state = next.state(requests.sum());
    LOG.info(
        "deployed app={} revision={} sha={} instances={} replaced={} draining={}",
        name,
        state.revision(),
        state.digest(),
        state.instances(),
        previous == null ? "-" : previous.number(),
        previous == null ? 0 : previous.state(0).inFlight());
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
