package site.http;

import io.vertx.core.Future;

/** Works around an action: refuses, changes or watches an exchange. Never blocks. */
@FunctionalInterface
public interface Middleware {
  /** Answers by itself or passes the exchange on to {@code next}, at most once. */
  Future<Void> handle(Exchange exchange, Action next);
}
