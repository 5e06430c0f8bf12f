package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import site.http.HttpFailure;
import site.middleware.password.PasswordHash;

/**
 * The few threads that check passwords for the whole server: slow on purpose as hashes are, they
 * leave processors to others. More than a fixed number don't wait: 503.
 */
public final class PasswordWorkers {
  private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  private static final int MOST_WAITING = 100;

  private final WorkerExecutor threads;
  private final AtomicInteger waiting = new AtomicInteger();

  public PasswordWorkers(Vertx vertx) {
    this.threads = vertx.createSharedWorkerExecutor("passwords", THREADS);
  }

  /** Whether the hash was made of the password; called and answered on the event loop. */
  Future<Boolean> matches(PasswordHash hash, String password) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return Future.failedFuture(
          new HttpFailure(503, "too many passwords to check", Map.of("retry-after", "1")));
    }
    return threads
        .executeBlocking(() -> hash.blockingMatches(password), false)
        .onComplete(done -> waiting.decrementAndGet());
  }
}
