package site.acme;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Measures how long the event loop of a Vert.x lets others wait; blocked, it would let them. */
final class LoopWatch implements AutoCloseable {
  /** From here on Vert.x itself calls an event loop blocked. */
  static final Duration BLOCKED = Duration.ofSeconds(2);

  private static final long EVERY_MILLIS = 10;

  private final ScheduledExecutorService asking = Executors.newSingleThreadScheduledExecutor();
  private final ScheduledFuture<?> repeated;
  private final AtomicLong longest = new AtomicLong();

  LoopWatch(Vertx vertx) {
    Context loop = vertx.getOrCreateContext();
    this.repeated =
        asking.scheduleAtFixedRate(() -> ask(loop), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void ask(Context loop) {
    long asked = System.nanoTime();
    loop.runOnContext(v -> longest.accumulateAndGet(System.nanoTime() - asked, Math::max));
  }

  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  @Override
  public void close() {
    repeated.cancel(true);
    asking.shutdownNow();
  }
}
