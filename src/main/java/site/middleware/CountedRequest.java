package site.middleware;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/** A request of whose body nobody gets more than so many bytes. */
final class CountedRequest extends HttpServerRequestWrapper {
  private final HttpServerRequestInternal request;
  private final Runnable onTooMany;
  private long left;

  CountedRequest(HttpServerRequestInternal request, long most, Runnable onTooMany) {
    super(request);
    this.request = request;
    this.left = most;
    this.onTooMany = onTooMany;
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    // Whoever comes when it is too much already throws the rest away.
    request.handler(handler == null || left < 0 ? handler : piece -> count(piece, handler));
    return this;
  }

  private void count(Buffer piece, Handler<Buffer> handler) {
    if (left < 0) {
      return;
    }
    left -= piece.length();
    if (left < 0) {
      onTooMany.run();
    } else {
      handler.handle(piece);
    }
  }
}
