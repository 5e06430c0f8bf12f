package site.deploy;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.SupervisionConfig.Restart;
import site.deploy.AppHealth.Condition;

/**
 * Has an app started again after it failed, after longer and longer pauses, until it is given up.
 * Does not find out that it failed, nor start anything itself.
 */
final class Supervisor {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

  private final String app;
  private final ScheduledExecutorService clock;
  private final Runnable onGivenUp;

  private Condition condition = Condition.RUNNING;
  private int restarts;
  private int inARow;
  private String cause;
  private long lastEvent = System.nanoTime();
  private ScheduledFuture<?> pending;
  private boolean underWay;
  private boolean closed;

  /** {@code onGivenUp} is called when nothing more will be tried. */
  Supervisor(String app, ScheduledExecutorService clock, Runnable onGivenUp) {
    this.app = app;
    this.clock = clock;
    this.onGivenUp = onGivenUp;
  }

  /**
   * It is broken, or could not be started. Changes nothing while it is being started again.
   *
   * @param again starts it; fails with the reason
   */
  synchronized void failed(String reason, Restart policy, Supplier<Future<?>> again) {
    if (closed || pending != null) {
      return;
    }
    if (isHealthy()) {
      inARow = 0;
    }
    cause = reason;
    lastEvent = System.nanoTime();
    RestartPolicy.pause(policy, inARow)
        .ifPresentOrElse(pause -> startIn(pause, policy, again), () -> giveUp(policy));
  }

  private boolean isHealthy() {
    return System.nanoTime() - lastEvent > RestartPolicy.HEALTHY.toNanos();
  }

  private void startIn(Duration pause, Restart policy, Supplier<Future<?>> again) {
    inARow++;
    condition = Condition.RESTARTING;
    LOG.warn(
        "apps.{}: {}; it is started again in {} ms ({} of {})",
        app,
        cause,
        pause.toMillis(),
        inARow,
        policy.giveUpAfter());
    pending = clock.schedule(() -> start(policy, again), pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void start(Restart policy, Supplier<Future<?>> again) {
    synchronized (this) {
      restarts++;
      underWay = true;
    }
    again.get().onFailure(failure -> startFailed(reason(failure), policy, again));
  }

  private synchronized void startFailed(String reason, Restart policy, Supplier<Future<?>> again) {
    pending = null;
    underWay = false;
    failed(reason, policy, again);
  }

  /** What a failure says, without the name of the app in front. */
  String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    String prefix = "apps." + app + ": ";
    return message.startsWith(prefix) ? message.substring(prefix.length()) : message;
  }

  private void giveUp(Restart policy) {
    if (condition != Condition.GIVEN_UP) {
      condition = Condition.GIVEN_UP;
      LOG.error("apps.{}: {}; given up after {} restarts", app, cause, policy.giveUpAfter());
      onGivenUp.run();
    }
  }

  /** A revision has taken over: by our doing, or by somebody else's and then without a past. */
  synchronized void serves() {
    if (!underWay) {
      inARow = 0;
      cause = null;
    }
    cancel();
    underWay = false;
    condition = Condition.RUNNING;
    lastEvent = System.nanoTime();
  }

  private void cancel() {
    if (pending != null) {
      pending.cancel(false);
      pending = null;
    }
  }

  synchronized Condition condition() {
    return condition;
  }

  /** How often it was started again. */
  synchronized int restarts() {
    return restarts;
  }

  /** Of the last failure, until it has been well for a minute. */
  synchronized Optional<String> cause() {
    return condition == Condition.RUNNING && isHealthy()
        ? Optional.empty()
        : Optional.ofNullable(cause);
  }

  synchronized void close() {
    closed = true;
    cancel();
  }
}
