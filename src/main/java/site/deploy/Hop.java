package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Crosses between the server's Vert.x and an app's. The app's may be gone: then there is nobody
 * left to tell, and the server's side must not notice.
 */
final class Hop {
  private static final Logger LOG = LoggerFactory.getLogger(Hop.class);

  private Hop() {}

  /** Runs the task on the app's context; what it throws is reported there. */
  static void to(ContextInternal app, Runnable task) {
    try {
      app.emit(v -> task.run());
    } catch (RejectedExecutionException e) {
      LOG.debug("the app has gone: {}", e.toString());
    }
  }

  /** Tells the app's promise how the server's future ended. */
  static <T> void settle(Future<T> future, Promise<T> promise) {
    future.onComplete((value, failure) -> settle(promise, value, failure));
  }

  private static <T> void settle(Promise<T> promise, T value, Throwable failure) {
    try {
      if (failure == null) {
        promise.tryComplete(value);
      } else {
        promise.tryFail(failure);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("the app has gone: {}", e.toString());
    }
  }
}
