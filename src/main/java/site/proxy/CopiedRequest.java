package site.proxy;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;
import java.util.function.Consumer;

/** A request whose body is copied as it is read, up to a limit. */
final class CopiedRequest extends HttpServerRequestWrapper {
  private final Consumer<Buffer> whole;
  private Buffer copy = Buffer.buffer();
  private boolean over;

  /** Tells of the body when all of it has been read. */
  CopiedRequest(HttpServerRequestInternal request, Consumer<Buffer> whole) {
    super(request);
    this.whole = whole;
  }

  /** It was not read to its end, or is too long to be copied: says so, unless it was copied. */
  void giveUp(Runnable skipped) {
    if (!over) {
      over = true;
      copy = null;
      skipped.run();
    }
  }

  @Override
  public HttpServerRequest handler(Handler<Buffer> handler) {
    super.handler(handler == null ? null : piece -> pass(piece, handler));
    return this;
  }

  @Override
  public HttpServerRequest endHandler(Handler<Void> handler) {
    super.endHandler(handler == null ? null : end -> passEnd(handler));
    return this;
  }

  private void pass(Buffer piece, Handler<Buffer> handler) {
    if (copy != null) {
      boolean fits = copy.length() + piece.length() <= Mirror.MAX_BODY;
      copy = fits ? copy.appendBuffer(piece) : null;
    }
    handler.handle(piece);
  }

  private void passEnd(Handler<Void> handler) {
    handler.handle(null);
    if (copy != null && !over) {
      over = true;
      whole.accept(copy.length() == 0 ? null : copy);
    }
  }
}
