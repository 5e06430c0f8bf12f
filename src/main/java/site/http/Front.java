package site.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/**
 * Stands before everything a configuration says, the same for all revisions: sees each request as
 * it came in, and answers it or lets it go on.
 */
public interface Front extends Middleware {
  /** Lets everything through. */
  Front OPEN =
      new Front() {
        @Override
        public HttpServerRequest view(HttpServerRequest request) {
          return request;
        }

        @Override
        public Future<Void> handle(Exchange exchange, Action next) {
          return next.handle(exchange);
        }
      };

  /** The request, and with it the response, as all others shall see it. */
  HttpServerRequest view(HttpServerRequest request);
}
