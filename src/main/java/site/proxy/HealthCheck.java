package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import site.config.HealthConfig.Check;

/**
 * Asks one target how it is, again and again, each time on a connection of its own: whether one can
 * be had is half of the question.
 */
final class HealthCheck {
  private final ContextInternal context;
  private final Target target;
  private final Check check;
  private final LoopPools pools;
  private final Announcement announcement;
  private long timer = -1;
  private boolean stopped;

  /** Begins with {@link #ask}; lives on the context's event loop. */
  HealthCheck(
      ContextInternal context,
      Target target,
      Check check,
      LoopPools pools,
      Announcement announcement) {
    this.context = context;
    this.target = target;
    this.check = check;
    this.pools = pools;
    this.announcement = announcement;
  }

  /** Asks now, and after every answer once more. */
  void ask() {
    verdict()
        .onSuccess(
            problem -> {
              if (!stopped) {
                target.health().checked(problem, System.nanoTime());
                Duration pause =
                    jittered(check.interval(), ThreadLocalRandom.current().nextDouble());
                timer = context.setTimer(pause.toMillis(), id -> ask());
              }
            });
  }

  void stop() {
    stopped = true;
    context.owner().cancelTimer(timer);
  }

  /** A tenth more or less, so that many servers do not ask in step. */
  static Duration jittered(Duration interval, double lot) {
    return Duration.ofNanos((long) (interval.toNanos() * (0.9 + 0.2 * lot)));
  }

  /** What is wrong, if anything; never fails. */
  private Future<Optional<String>> verdict() {
    Promise<Optional<String>> verdict = Promise.promise();
    String late = "check: no answer within " + Reasons.text(check.timeout());
    long limit =
        context.setTimer(check.timeout().toMillis(), id -> verdict.tryComplete(Optional.of(late)));
    target.beginCheck();
    pools
        .pool(target)
        .acquire(Reuse.NONE, announcement)
        .compose(connection -> ask(connection, verdict.future()))
        .onSuccess(verdict::tryComplete)
        .onFailure(cause -> verdict.tryComplete(Optional.of("check: " + cause.getMessage())));
    return verdict.future().onComplete(done -> context.owner().cancelTimer(limit));
  }

  /** The connection ends with the verdict, whoever found it. */
  private Future<Optional<String>> ask(Connection connection, Future<Optional<String>> verdict) {
    verdict.onComplete(done -> connection.release(false));
    return connection.request().compose(this::send).compose(this::judge);
  }

  private Future<TargetResponse> send(TargetRequest request) {
    request.headers().set("host", target.host());
    request.headers().set("user-agent", "site.jar health check");
    return request.send(Question.probe(check.path(), target));
  }

  private Future<Optional<String>> judge(TargetResponse response) {
    if (!HealthRules.isGood(response.status(), check.status())) {
      return Future.succeededFuture(Optional.of("check: answered " + response.status()));
    }
    if (check.body().isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    String wanted = check.body().get();
    return BodyStart.of(response, HealthRules.MAX_BODY)
        .map(body -> HealthRules.contains(body.toString(StandardCharsets.UTF_8), wanted))
        .map(found -> found ? Optional.empty() : Optional.of("check: the body lacks " + wanted));
  }
}
