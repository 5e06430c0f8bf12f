package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.Optional;
import site.config.RolloutConfig;

/** What a revision that has started must pass before any client's request reaches it. */
final class Gates {
  private final ContextInternal server;

  /** {@code server} is a context of one of the server's event loops. */
  Gates(ContextInternal server) {
    this.server = server;
  }

  /**
   * The ready gate; for new files, where others serve, the rehearsal.
   *
   * @param live what serves, empty when nothing does
   * @param recent requests to rehearse with
   * @return what to tell the operator, empty for nothing; fails with {@link DeploymentFailure}
   */
  Future<String> pass(Candidate candidate, Optional<AppRevision> live, List<Recorded> recent) {
    AppRevision next = candidate.revision();
    return ready(next)
        .compose(
            v ->
                live.isEmpty() || candidate.files() == Candidate.Files.KNOWN || recent.isEmpty()
                    ? Future.succeededFuture("")
                    : new Rehearsal(next, live.get(), server).replay(recent));
  }

  private Future<Void> ready(AppRevision next) {
    RolloutConfig rollout = next.config().rollout();
    return rollout
        .ready()
        .map(path -> ReadyGate.pass(next, path, server))
        .orElseGet(Future::succeededFuture);
  }
}
