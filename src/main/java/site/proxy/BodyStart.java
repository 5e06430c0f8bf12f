package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/** Reads a body up to its end or a limit, whichever comes first. */
final class BodyStart {
  private BodyStart() {}

  /** What is behind the limit is left unread. */
  static Future<Buffer> of(TargetResponse body, int limit) {
    Promise<Buffer> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    body.handler(
        piece -> {
          read.appendBuffer(piece);
          if (read.length() >= limit) {
            body.valve().close();
            whole.tryComplete(read.slice(0, limit));
          }
        });
    body.exceptionHandler(whole::tryFail);
    body.endHandler(v -> whole.tryComplete(read));
    body.valve().open();
    return whole.future();
  }
}
