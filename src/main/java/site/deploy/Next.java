package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;

/** What a deployment will serve with the next configuration. Ends with one commit or one abort. */
public final class Next {
  private final Optional<Candidate> candidate;
  private final Succession succession;
  private final Runnable onCommit;
  private final Promise<Void> over = Promise.promise();

  /** Nothing changes without a candidate but what {@code onCommit} does. */
  Next(Optional<Candidate> candidate, Succession succession, Runnable onCommit) {
    this.candidate = candidate;
    this.succession = succession;
    this.onCommit = onCommit;
  }

  /** Whether a commit changes what serves. */
  public boolean isNew() {
    return candidate.isPresent();
  }

  /** It serves from now on. */
  public void commit() {
    onCommit.run();
    candidate.map(succession::establishAtOnce).orElseGet(Future::succeededFuture).onComplete(over);
  }

  /** It never was. */
  public Future<Void> abort() {
    return candidate.map(succession::stop).orElseGet(Future::succeededFuture).onComplete(over);
  }

  /** Done when it is committed or aborted, and that is on disk. */
  Future<Void> over() {
    return over.future();
  }
}
