package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.time.Instant;
import site.http.RequestPath;

/**
 * Waits until a revision says that it is ready: until each of its instances has answered 2xx on one
 * path. It has {@code start-timeout} for that, once more.
 */
final class ReadyGate {
  private static final long PAUSE_MILLIS = 50;

  private final AppRevision revision;
  private final Question question;
  private final ContextInternal server;
  private final Instant deadline;
  private final Promise<Void> passed;

  /** The last time it gave an answer at all; the last attempt of all may come to nothing. */
  private Reply heard;

  private ReadyGate(AppRevision revision, String path, ContextInternal server) {
    this.revision = revision;
    this.question = Question.get(RequestPath.parse(path));
    this.server = server;
    this.deadline = Instant.now().plus(revision.config().startTimeout());
    this.passed = server.promise();
  }

  /** Fails with {@link DeploymentFailure} when the time is over. */
  static Future<Void> pass(AppRevision revision, String path, ContextInternal server) {
    ReadyGate gate = new ReadyGate(revision, path, server);
    gate.ask(revision.instances().size());
    return gate.passed.future();
  }

  /** Requests go to the instances in turn, so as many successes in a row mean all of them. */
  private void ask(int missing) {
    Probe.ask(revision, question, remaining(), server).onSuccess(reply -> hear(reply, missing));
  }

  private void hear(Reply reply, int missing) {
    heard = reply.status() == 0 && heard != null ? heard : reply;
    if (reply.isSuccess() && missing <= 1) {
      passed.complete();
    } else if (reply.isSuccess()) {
      ask(missing - 1);
    } else if (remaining().toMillis() <= PAUSE_MILLIS) {
      passed.fail(refusal());
    } else {
      server.setTimer(PAUSE_MILLIS, id -> ask(revision.instances().size()));
    }
  }

  private Duration remaining() {
    return Duration.between(Instant.now(), deadline);
  }

  private DeploymentFailure refusal() {
    String reason = heard.reason().isEmpty() ? "" : ", " + heard.reason();
    return new DeploymentFailure(
        revision.name(),
        "not ready within "
            + revision.config().startTimeout().toMillis()
            + " ms: "
            + question.shown()
            + " gave "
            + heard.outcome()
            + reason);
  }
}
