package site.middleware.token;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** What requests on several event loops wait for is done once, and told to each on its own loop. */
public final class SingleFlight<T> {
  private Future<T> underWay;

  /** What is under way; begins it where nothing is. Called on an event loop. */
  public Future<T> join(Supplier<Future<T>> begin) {
    Promise<T> begun = Promise.promise();
    Future<T> before;
    synchronized (this) {
      before = underWay;
      if (before == null) {
        underWay = begun.future();
      }
    }
    if (before != null) {
      return here(before);
    }
    Future.<Void>succeededFuture().compose(v -> begin.get()).onComplete(done -> land(begun, done));
    return begun.future();
  }

  private void land(Promise<T> begun, AsyncResult<T> done) {
    synchronized (this) {
      underWay = null;
    }
    begun.handle(done);
  }

  private static <T> Future<T> here(Future<T> elsewhere) {
    Context context = Vertx.currentContext();
    Promise<T> answer = Promise.promise();
    elsewhere.onComplete(done -> context.runOnContext(v -> answer.handle(done)));
    return answer.future();
  }
}
