package site.deploy;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that stopped revisions leave the memory. Each class loader is watched by a weak
 * reference; one that is still there after a while is looked at again after a collection of all
 * garbage, which is asked for once for all that are due and at most once a minute, as it stops the
 * process for some ten milliseconds. What survives it is a leak.
 */
final class LeakCheck {
  private static final Logger LOG = LoggerFactory.getLogger(LeakCheck.class);

  private final ScheduledExecutorService clock;
  private final Times times;
  private final List<Watched> watched = new CopyOnWriteArrayList<>();

  /** What comes next, null while nobody is watched. */
  private ScheduledFuture<?> next;

  /**
   * When things happen.
   *
   * @param patience a revision may take to go by itself
   * @param settling from asking for a collection to judging
   * @param pause from one judgement to the next collection
   */
  record Times(Duration patience, Duration settling, Duration pause) {
    static final Times USUAL =
        new Times(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMinutes(1));
  }

  private static final class Watched {
    private final String app;
    private final String label;
    private final WeakReference<ClassLoader> loader;
    private final long since = System.nanoTime();
    private volatile String leak;

    Watched(String app, ClassLoader loader) {
      this.app = app;
      this.label = loader.getName();
      this.loader = new WeakReference<>(loader);
    }

    boolean isGone() {
      return loader.refersTo(null);
    }
  }

  LeakCheck(ScheduledExecutorService clock, Times times) {
    this.clock = clock;
    this.times = times;
  }

  /** A revision was stopped and its loader closed; it should go. */
  void watch(String app, ClassLoader loader) {
    watched.add(new Watched(app, loader));
    schedule(times.patience());
  }

  /** What an app has left in memory, one line for each revision. */
  List<String> leaks(String app) {
    return watched.stream()
        .filter(entry -> entry.app.equals(app) && entry.leak != null && !entry.isGone())
        .map(entry -> entry.leak)
        .toList();
  }

  /** How many of an app's stopped revisions are not known to have gone. */
  int leaving(String app) {
    return (int) watched.stream().filter(entry -> entry.app.equals(app) && !entry.isGone()).count();
  }

  private synchronized void schedule(Duration delay) {
    if (next == null) {
      next = clock.schedule(this::collect, delay.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void collect() {
    watched.removeIf(Watched::isGone);
    List<Watched> due = undecided().filter(this::isDue).toList();
    if (!due.isEmpty()) {
      System.gc();
    }
    next = clock.schedule(() -> judge(due), times.settling().toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void judge(List<Watched> due) {
    next = null;
    due.forEach(LeakCheck::decide);
    if (undecided().findAny().isPresent()) {
      schedule(times.pause());
    }
  }

  private Stream<Watched> undecided() {
    return watched.stream().filter(entry -> entry.leak == null && !entry.isGone());
  }

  private boolean isDue(Watched entry) {
    return System.nanoTime() - entry.since >= times.patience().toNanos();
  }

  private static void decide(Watched entry) {
    Optional.ofNullable(entry.loader.get())
        .ifPresent(
            loader -> {
              List<String> holders = new Holders(loader).find();
              entry.leak = entry.label + " is still in memory, held by " + text(holders);
              LOG.warn("apps.{}: {}", entry.app, entry.leak);
            });
  }

  private static String text(List<String> holders) {
    return holders.isEmpty()
        ? "something unseen: a shutdown hook, or a cache in a class of the JDK (jcmd "
            + ProcessHandle.current().pid()
            + " GC.heap_dump shows which)"
        : String.join(", ", holders);
  }
}
