package site.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import site.config.AppConfig.Threads;
import site.config.SupervisionConfig.Recycle;

/**
 * Looks at one revision ten times a second: which of its instances take tasks, which have stopped
 * doing so for good, and whether it has served its time. Ends an instance that is stuck; starting
 * another is not its job.
 */
final class Watchdog implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  /** The interval of looking. */
  static final Duration INTERVAL = Duration.ofMillis(100);

  /** Who misses so many intervals, a quarter of a second, is given no more work for now. */
  static final int BLOCKED = 3;

  /** Who has nothing to do is asked once a second. */
  private static final int IDLE_INTERVALS = 10;

  private static final Duration WORTH_A_LINE = Duration.ofSeconds(1);
  private static final Duration USUAL_STALL = Duration.ofSeconds(5);

  private final AppRevision revision;
  private final StuckThreads stuckThreads;
  private final Optional<Duration> stall;
  private final Recycle recycle;
  private int looks;

  Watchdog(AppRevision revision, StuckThreads stuckThreads) {
    this.revision = revision;
    this.stuckThreads = stuckThreads;
    this.stall =
        revision.config().supervision().stall().or(() -> usualStall(revision.config().threads()));
    this.recycle = revision.config().supervision().recycle();
  }

  /** Worker and virtual threads are there to be blocked, for as long as it takes. */
  private static Optional<Duration> usualStall(Threads threads) {
    return threads == Threads.EVENT_LOOP ? Optional.of(USUAL_STALL) : Optional.empty();
  }

  @Override
  public void run() {
    try {
      look();
    } catch (RuntimeException e) {
      LOG.error("apps.{}: cannot look after revision {}", revision.name(), revision.number(), e);
    }
  }

  private void look() {
    looks++;
    if (isIdle() && looks % IDLE_INTERVALS != 0) {
      return;
    }
    revision.instances().forEach(this::look);
    if (isDue(recycle, revision.requests(), revision.since(), Instant.now())) {
      revision.events().isDue();
    }
  }

  private void look(Instance instance) {
    boolean wasBlocked = instance.isBlocked();
    Duration silent = INTERVAL.multipliedBy(instance.ask());
    if (silent.equals(WORTH_A_LINE) && revision.threads() == Threads.EVENT_LOOP) {
      LOG.warn("apps.{}: an instance blocks its thread{}", revision.name(), at(stack(instance)));
    }
    if (stall.isPresent() && silent.compareTo(stall.get()) >= 0) {
      end(instance, silent);
    }
    if (wasBlocked && !instance.isBlocked()) {
      revision.events().available();
    }
  }

  private boolean isIdle() {
    return revision.inFlight() == 0
        && revision.instances().stream().noneMatch(Instance::owesAnswer);
  }

  static boolean isDue(Recycle recycle, long requests, Instant since, Instant now) {
    return recycle.requests().filter(limit -> requests >= limit).isPresent()
        || recycle.age().filter(age -> !since.plus(age).isAfter(now)).isPresent();
  }

  private void end(Instance instance, Duration silent) {
    Thread thread = instance.thread();
    StackTraceElement[] stack = stack(instance);
    int given = revision.lose(instance);
    String cause = "an instance blocked its thread for " + silent.toMillis() + " ms" + at(stack);
    LOG.error(
        "apps.{}: {}; its {} requests are answered 504",
        revision.name(),
        cause,
        given,
        new BlockedThread(thread, stack));
    revision.events().failed(cause);
    if (thread != null) {
      endAside(thread, instance);
    }
  }

  private static StackTraceElement[] stack(Instance instance) {
    Thread thread = instance.thread();
    return thread == null ? new StackTraceElement[0] : thread.getStackTrace();
  }

  private String at(StackTraceElement[] stack) {
    return StuckThreads.line(revision.loader().getName(), stack).map(Watchdog::at).orElse("");
  }

  /** Without the loader's name, which {@code toString} begins with. */
  private static String at(StackTraceElement line) {
    return " at %s.%s(%s:%d)"
        .formatted(
            line.getClassName(), line.getMethodName(), line.getFileName(), line.getLineNumber());
  }

  private void endAside(Thread stuck, Instance instance) {
    String loader = revision.loader().getName();
    Thread ending =
        new Thread(
            () -> stuckThreads.blockingEnd(stuck, loader, () -> !instance.owesAnswer()),
            "watchdog-" + loader);
    ending.setDaemon(true);
    ending.start();
  }

  /** Carries another thread's stack into the log. */
  private static final class BlockedThread extends RuntimeException {
    private static final long serialVersionUID = 1;

    BlockedThread(Thread thread, StackTraceElement[] stack) {
      super(thread == null ? "not in a request" : thread.getName(), null, false, true);
      setStackTrace(stack);
    }
  }
}
