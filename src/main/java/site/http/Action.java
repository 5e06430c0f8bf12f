package site.http;

import io.vertx.core.Future;

/** Answers a request: the last link of a {@link Chain}. Never blocks. */
@FunctionalInterface
public interface Action {
  /**
   * Answers the exchange.
   *
   * @return done when the response is complete; failed when there is none yet or it broke off,
   *     which {@link Failures} turns into a response or a reset. An {@link HttpFailure} carries the
   *     status to answer, everything else becomes 500
   */
  Future<Void> handle(Exchange exchange);
}
