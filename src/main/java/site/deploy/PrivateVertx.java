package site.deploy;

import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.VertxThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Makes the Vert.x a revision lives in. All its threads bear the revision's name, so a thread dump
 * says whose they are, and end with it.
 */
final class PrivateVertx {
  private static final int WORKERS = VertxOptions.DEFAULT_WORKER_POOL_SIZE;

  /** Milliseconds, some 30 years: blocked threads are for the {@link Watchdog} to report. */
  private static final long FOR_EVER = 1_000_000_000_000L;

  private PrivateVertx() {}

  /**
   * Blocks for some milliseconds. Must be called on a plain thread: Vert.x warns of one inside
   * another.
   */
  static VertxInternal blockingCreate(String label, int instances) {
    return (VertxInternal)
        VertxBootstrap.create()
            .options(
                new VertxOptions()
                    .setEventLoopPoolSize(instances)
                    .setWorkerPoolSize(Math.max(WORKERS, instances))
                    .setBlockedThreadCheckInterval(FOR_EVER))
            .threadFactory(new Threads(label))
            .init()
            .vertx();
  }

  private record Threads(String label) implements VertxThreadFactory {
    @Override
    public VertxThread newVertxThread(
        Runnable task, String name, boolean worker, long maxExecTime, TimeUnit unit) {
      String named = label + name.replace("vert.x-", "-").replace("-thread", "");
      VertxThread thread = new VertxThread(task, named, worker, maxExecTime, unit);
      // A thread inherits it from whoever happens to need it first, and would keep the app's
      // classes for as long as it lives.
      thread.setContextClassLoader(PrivateVertx.class.getClassLoader());
      return thread;
    }
  }
}
