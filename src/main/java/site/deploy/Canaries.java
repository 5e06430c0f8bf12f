package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.RolloutConfig;
import site.deploy.CanaryVerdict.Outcome;
import site.http.Exchange;

/**
 * Begins the canary of one deployment, looks at its numbers from time to time, and ends it: by
 * promotion, by return, or because something else takes over. At most one is running.
 */
final class Canaries {
  private static final Logger LOG = LoggerFactory.getLogger(Canaries.class);
  private static final long LOOK_MILLIS = 250;

  private final String app;
  private final Starter starter;
  private final Candidates candidates;
  private final Turns turns;
  private final ContextInternal server;
  private final Function<AppRevision, Future<String>> takeOver;
  private volatile Canary running;

  /**
   * None is running.
   *
   * @param turns those of the deployment
   * @param server times the looks
   * @param takeOver makes a revision the live one
   */
  Canaries(
      String app,
      Starter starter,
      Candidates candidates,
      Turns turns,
      ContextInternal server,
      Function<AppRevision, Future<String>> takeOver) {
    this.app = app;
    this.starter = starter;
    this.candidates = candidates;
    this.turns = turns;
    this.server = server;
    this.takeOver = takeOver;
  }

  /** The revision on trial with room taken in it; null when the exchange is for the live one. */
  AppRevision enter(Exchange exchange) {
    Canary now = running;
    return now != null && now.draws(exchange) && now.revision().isOpen() && now.revision().enter()
        ? now.revision()
        : null;
  }

  Optional<Canary> running() {
    return Optional.ofNullable(running);
  }

  /** From now on the candidate gets its share of what the live revision gets. */
  String begin(Candidate candidate, AppRevision live) {
    AppRevision fresh = candidate.revision();
    RolloutConfig.Canary limits = fresh.config().rollout().canary().orElseThrow();
    replacedBy(fresh);
    Canary canary = new Canary(candidate, live, limits);
    running = canary;
    fresh.tell(new Events(canary));
    if (!fresh.listens()) {
      fresh.events().failed("none of its instances is left");
    }
    server.setPeriodic(LOOK_MILLIS, timer -> look(canary, timer));
    String sentence =
        "%s: revision %d gets %s of the clients for %d s, then all of them; revision %d has the others"
            .formatted(
                app,
                fresh.number(),
                CanaryVerdict.percent(limits.weight()),
                limits.time().toSeconds(),
                live.number());
    LOG.info(sentence);
    return sentence;
  }

  /** One that breaks on trial is not started again: it has shown what it is. */
  private final class Events implements RevisionEvents {
    private final Canary canary;

    Events(Canary canary) {
      this.canary = canary;
    }

    @Override
    public void available() {}

    @Override
    public void failed(String cause) {
      turns.next(() -> goBack(canary, cause));
    }

    @Override
    public void isDue() {}
  }

  private void look(Canary canary, long timer) {
    if (running != canary) {
      server.owner().cancelTimer(timer);
      return;
    }
    CanaryVerdict verdict = canary.verdict();
    if (verdict.outcome() == Outcome.GO_ON) {
      return;
    }
    server.owner().cancelTimer(timer);
    turns.next(
        () ->
            verdict.outcome() == Outcome.PROMOTE
                ? promote(canary)
                : goBack(canary, verdict.reason()));
  }

  /** The one on trial takes over now. */
  Future<String> promote() {
    return running == null ? none() : promote(running);
  }

  private Future<String> promote(Canary canary) {
    if (running != canary) {
      return none(); // it ended while this waited for its turn
    }
    return candidates
        .serve(canary.candidate())
        .compose(v -> takeOver.apply(canary.revision()))
        .onSuccess(v -> running = null)
        .recover(t -> goBack(canary, t.getMessage()).compose(v -> Future.failedFuture(t)));
  }

  /** The one on trial goes. */
  Future<String> abort() {
    return running == null ? none() : goBack(running, "by command");
  }

  private Future<String> goBack(Canary canary, String reason) {
    if (running != canary) {
      return none();
    }
    running = null;
    int number = canary.revision().number();
    LOG.warn("apps.{}: the canary of revision {} was ended: {}", app, number, reason);
    starter.stop(canary.revision());
    return Future.succeededFuture(app + ": the canary of revision " + number + " was ended");
  }

  /** Fails while one is running: whoever wants to go back may well mean that one. */
  Future<Void> noneRunning() {
    return running == null
        ? Future.succeededFuture()
        : Future.failedFuture(
            new DeploymentFailure(
                app,
                "the canary of revision "
                    + running.revision().number()
                    + " is running; app abort ends it"));
  }

  private Future<String> none() {
    return Future.failedFuture(new DeploymentFailure(app, "no canary is running"));
  }

  /** Something takes over that is not the one on trial. */
  void replacedBy(AppRevision next) {
    Canary now = running;
    if (now != null && now.revision() != next) {
      goBack(now, "replaced by revision " + next.number());
    }
  }

  /** Done when nothing of it is left. */
  Future<Void> close() {
    Canary now = running;
    running = null;
    return now == null ? Future.succeededFuture() : starter.stop(now.revision());
  }
}
