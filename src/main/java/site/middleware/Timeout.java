package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import site.http.Action;
import site.http.Exchange;
import site.http.HttpFailure;
import site.http.Middleware;

/**
 * Gives up an answer that has not begun in time, and tells whoever works on it. One that has begun
 * may take as long as it likes.
 *
 * @param status 504 where others are asked, else 503
 */
public record Timeout(Duration time, int status) implements Middleware {

  @Override
  public Future<Void> handle(Exchange exchange, Action next) {
    Vertx vertx = Vertx.currentContext().owner();
    Cutoff cutoff = new Cutoff(exchange);
    long timer = vertx.setTimer(time.toMillis(), id -> expire(exchange, cutoff));
    return cutoff.run(next).onComplete(done -> vertx.cancelTimer(timer));
  }

  private void expire(Exchange exchange, Cutoff cutoff) {
    if (!exchange.response().headWritten()) {
      cutoff.cut(
          new HttpFailure(
              status, "no answer within " + time.toMillis() + " ms", Map.of("retry-after", "1")));
    }
  }
}
