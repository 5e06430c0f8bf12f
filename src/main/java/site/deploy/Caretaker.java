package site.deploy;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig;
import site.deploy.AppHealth.Condition;
import site.http.Exchange;

/**
 * Looks after a deployment between its changes: lets exchanges in, has it started again when it
 * fails and when it has served its time.
 */
final class Caretaker {
  private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);

  private final String app;
  private final Supplier<AppRevision> live;
  private final Function<Exchange, AppRevision> enter;
  private final Function<AppRevision, Future<?>> restart;
  private final Admission admission;
  private final Supervisor supervisor;
  private final AtomicBoolean recycling = new AtomicBoolean();

  /**
   * For one deployment, which does not serve yet.
   *
   * @param live the revision that serves, null for none
   * @param enter finds the revision for an exchange and takes room in it, null for none
   * @param restart lets a fresh start of a revision's files take over, unless it no longer serves
   */
  Caretaker(
      String app,
      AppConfig config,
      ScheduledExecutorService clock,
      Supplier<AppRevision> live,
      Function<Exchange, AppRevision> enter,
      Function<AppRevision, Future<?>> restart) {
    this.app = app;
    this.live = live;
    this.enter = enter;
    this.restart = restart;
    this.admission = new Admission(app, config.supervision().limits(), clock, new LiveDoor());
    this.supervisor = new Supervisor(app, clock, this::givenUp);
  }

  /** Gives the exchange to the live revision, now or when there is one that takes it. */
  Future<Void> admit(Exchange exchange) {
    return admission.admit(exchange);
  }

  private final class LiveDoor implements Admission.Door {
    @Override
    public boolean isOpen() {
      AppRevision revision = live.get();
      return revision != null && revision.isOpen();
    }

    @Override
    public Optional<Future<Void>> give(Exchange exchange, Runnable left) {
      AppRevision revision = enter.apply(exchange);
      return revision == null ? Optional.empty() : revision.handle(exchange, left);
    }
  }

  /** It has just taken over. */
  void serves(AppRevision revision) {
    revision.tell(new Events(revision));
    supervisor.serves();
    admission.limits(revision.config().supervision().limits());
    admission.accept();
    if (!revision.listens()) {
      revision.events().failed("none of its instances is left");
    }
  }

  /** What the revision says of itself counts while it is the one that serves. */
  private final class Events implements RevisionEvents {
    private final AppRevision revision;

    Events(AppRevision revision) {
      this.revision = revision;
    }

    @Override
    public void available() {
      admission.advance();
    }

    @Override
    public void failed(String cause) {
      if (live.get() == revision) {
        supervisor.failed(
            cause, revision.config().supervision().restart(), () -> restart.apply(revision));
      }
    }

    @Override
    public void isDue() {
      if (live.get() == revision
          && supervisor.condition() == Condition.RUNNING
          && recycling.compareAndSet(false, true)) {
        recycle(revision);
      }
    }
  }

  private void recycle(AppRevision revision) {
    LOG.info("apps.{}: revision {} has served its time", app, revision.number());
    restart
        .apply(revision)
        .onFailure(failure -> revision.events().failed(supervisor.reason(failure)))
        .onComplete(v -> recycling.set(false));
  }

  /** The first start failed; it is tried again as after any other failure. */
  void beginFailed(AppConfig config, Throwable failure, Supplier<Future<?>> again) {
    supervisor.failed(supervisor.reason(failure), config.supervision().restart(), again);
  }

  private void givenUp() {
    AppRevision revision = live.get();
    if (revision == null || !revision.listens()) {
      admission.refuse("not running, given up");
    }
  }

  /** It could not be started, and whoever repairs it will start it. */
  void awaitRepair() {
    admission.refuse("not running");
  }

  /** Nobody will serve any more. */
  void close() {
    supervisor.close();
    admission.refuse("not running");
  }

  AppHealth health(int stuckThreads, int leaving, List<String> leaks) {
    AppRevision revision = live.get();
    return new AppHealth(
        supervisor.condition(),
        supervisor.restarts(),
        supervisor.cause(),
        admission.waiting(),
        revision == null ? 0 : revision.blocked(),
        stuckThreads,
        leaving,
        leaks);
  }
}
