package kit;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/**
 * One question for all who want to know the same at a time. Who comes while it is under way waits
 * for the next one, so an answer is never older than the wish for it; unless the database is found
 * to be away: who waits would only learn that later. Of one event loop.
 */
public final class Shared<T> {
  private final Supplier<Future<T>> question;
  private Promise<T> waiting;
  private boolean isUnderWay;

  public Shared(Supplier<Future<T>> question) {
    this.question = question;
  }

  /** An answer to a question that is asked from now on. */
  public Future<T> ask() {
    if (waiting == null) {
      waiting = Promise.promise();
    }
    Future<T> answer = waiting.future();
    if (!isUnderWay) {
      send();
    }
    return answer;
  }

  private void send() {
    Promise<T> asked = waiting;
    waiting = null;
    isUnderWay = true;
    Future.succeededFuture()
        .compose(v -> question.get())
        .onComplete(
            answer -> {
              isUnderWay = false;
              if (answer.failed() && Outage.is(answer.cause())) {
                giveUp(answer.cause());
              } else if (waiting != null) {
                send(); // the database works on it while pages are written here
              }
              asked.handle(answer);
            });
  }

  private void giveUp(Throwable outage) {
    Promise<T> next = waiting;
    waiting = null;
    if (next != null) {
      next.fail(outage);
    }
  }
}
