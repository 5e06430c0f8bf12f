package site.deploy;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one deployment's candidates: through the gates, onto the record, to a few clients or
 * to all of them.
 */
final class Succession {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  private final Starter starter;
  private final Candidates candidates;
  private final Gates gates;
  private final Canaries canaries;
  private final Supplier<AppRevision> live;
  private final Function<AppRevision, Future<String>> takeOver;

  /**
   * For one deployment.
   *
   * @param live what serves, null for nothing
   * @param takeOver makes a revision the live one
   */
  Succession(
      Starter starter,
      Candidates candidates,
      Gates gates,
      Canaries canaries,
      Supplier<AppRevision> live,
      Function<AppRevision, Future<String>> takeOver) {
    this.starter = starter;
    this.candidates = candidates;
    this.gates = gates;
    this.canaries = canaries;
    this.live = live;
    this.takeOver = takeOver;
  }

  /**
   * Lets it through the gates, or stops it.
   *
   * @return what to add for the operator, empty for nothing
   */
  Future<String> pass(Candidate candidate, List<Recorded> recent) {
    return gates
        .pass(candidate, Optional.ofNullable(live.get()), recent)
        .recover(t -> stop(candidate).transform(v -> Future.failedFuture(t)));
  }

  /** Writes down that it serves, or is tried, and then lets it; if that fails, it is stopped. */
  Future<String> establish(Candidate candidate) {
    boolean canary = needsCanary(candidate);
    Future<Void> written = canary ? candidates.decide(candidate) : candidates.serve(candidate);
    return written.onFailure(t -> stop(candidate)).compose(v -> let(candidate, canary));
  }

  /**
   * The other way round, where it is too late to refuse: should the writing fail, the next start
   * finds the same files configured.
   *
   * @return done when it is written; never fails
   */
  Future<Void> establishAtOnce(Candidate candidate) {
    boolean canary = needsCanary(candidate);
    let(candidate, canary);
    return (canary ? candidates.decide(candidate) : candidates.serve(candidate))
        .onFailure(t -> LOG.error(t.getMessage()))
        .otherwiseEmpty();
  }

  private Future<String> let(Candidate candidate, boolean canary) {
    return canary
        ? Future.succeededFuture(canaries.begin(candidate, live.get()))
        : takeOver.apply(candidate.revision());
  }

  private boolean needsCanary(Candidate candidate) {
    return live.get() != null
        && candidate.files() == Candidate.Files.NEW
        && candidate.revision().config().rollout().canary().isPresent();
  }

  /** It will not serve. */
  Future<Void> stop(Candidate candidate) {
    return starter.stop(candidate.revision());
  }
}
