package site.deploy;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** One after the other, in the order asked for: a deployment has one future at a time. */
final class Turns {
  private Future<?> last = Future.succeededFuture();

  /** Begins when all that was asked for before is over, however it ended. */
  synchronized <T> Future<T> next(Supplier<Future<T>> work) {
    Future<T> next = last.transform(before -> work.get());
    last = next;
    return next;
  }
}
