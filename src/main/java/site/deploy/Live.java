package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.http.Exchange;

/**
 * What serves of one app: a reference, swapped when another revision takes over. Exchanges come in
 * here. Which revision is to take over is decided elsewhere.
 */
final class Live {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private final String app;
  private final Starter starter;
  private final Canaries canaries;
  private final Caretaker caretaker;
  private final Developer developer;
  private final LongAdder requests = new LongAdder();

  /** What a next revision is rehearsed with. */
  private volatile RequestRing recent = new RequestRing(0);

  /** Null before the first revision and after {@link #retire}. */
  private volatile AppRevision revision;

  /** What the operator wants it to be run with, from the first revision on. */
  private volatile AppConfig config;

  private volatile DeploymentState last;
  private boolean retired;

  /**
   * Nothing serves yet.
   *
   * @param restart lets a fresh start of a revision's files take over, unless it no longer serves
   */
  Live(
      String app,
      AppConfig config,
      Starter starter,
      Canaries canaries,
      ScheduledExecutorService clock,
      Developer developer,
      Function<AppRevision, Future<?>> restart) {
    this.app = app;
    this.starter = starter;
    this.canaries = canaries;
    this.developer = developer;
    this.caretaker = new Caretaker(app, config, clock, this::revision, this::enter, restart);
    this.last = DeploymentState.before(app, config);
  }

  /** Null for none. */
  AppRevision revision() {
    return revision;
  }

  AppConfig config() {
    return config;
  }

  /** The next revision is started with it. */
  void config(AppConfig wanted) {
    config = wanted;
  }

  Caretaker caretaker() {
    return caretaker;
  }

  List<Recorded> recent() {
    return recent.recent();
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
    AppRevision entered = revision;
    while (entered != null && !entered.enter()) {
      entered = revision;
    }
    return entered;
  }

  /** Begins a command of the revision that serves; see {@link AppRevision#command}. */
  CommandRun command(
      String command, List<String> arguments, Consumer<String> out, Promise<Integer> end) {
    AppRevision entered = enter();
    if (entered == null) {
      throw new DeploymentFailure(app, "does not run");
    }
    return entered.command(command, arguments, out, end);
  }

  /** It serves from now on; the one before finishes what it has begun and is then stopped. */
  Future<String> takeOver(AppRevision next) {
    config = next.config();
    if (recent.size() != config.rollout().rehearse()) {
      recent = new RequestRing(config.rollout().rehearse());
    }
    AppRevision previous = swap(next, false);
    if (previous == next) {
      starter.stop(next);
      return Future.failedFuture(new DeploymentFailure(app, "was removed while it started"));
    }
    canaries.replacedBy(next);
    caretaker.serves(next);
    developer.deployed(app);
    log(next.state(requests.sum(), Optional.empty()), previous);
    String serves = app + ": revision " + next.number() + " serves";
    if (previous == null) {
      return Future.succeededFuture(serves);
    }
    starter.stop(previous);
    return Future.succeededFuture(serves + ", replacing " + previous.number());
  }

  private static void log(DeploymentState state, AppRevision previous) {
    LOG.info(
        "deployed app={} revision={} sha={} instances={} replaced={} draining={}",
        state.name(),
        state.revision(),
        state.digest(),
        state.instances(),
        previous == null ? "-" : previous.number(),
        previous == null ? 0 : previous.inFlight());
  }

  /** What is to be stopped: the revision before, or the next one when it came too late. */
  private synchronized AppRevision swap(AppRevision next, boolean forGood) {
    if (retired) {
      return next;
    }
    AppRevision previous = revision;
    retired = forGood;
    revision = next;
    return previous;
  }

  /** Nothing serves any more; done when nothing of the app is left in the process. */
  Future<Void> retire() {
    last = state();
    caretaker.close();
    AppRevision previous = swap(null, true);
    Future<Void> stopped = previous == null ? Future.succeededFuture() : starter.stop(previous);
    return Future.join(stopped, canaries.close()).mapEmpty();
  }

  /** As it is now; after {@link #retire} as it was then; revision 0 before there was one. */
  DeploymentState state() {
    AppRevision now = revision;
    DeploymentState state =
        now == null ? last : now.state(requests.sum(), canaries.running().map(Canary::state));
    return state.with(
        caretaker.health(starter.stuckThreads(), starter.leaving(), starter.leaks()),
        starter.events());
  }
}
