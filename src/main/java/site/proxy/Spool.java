package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.WriteStream;
import java.util.Map;
import site.http.HttpFailure;

/** Writes a body to a file, up to a limit, and says why when it can't. */
final class Spool implements WriteStream<Buffer> {
  private final AsyncFile file;
  private final long limit;
  private final Promise<Void> broken = Promise.promise();
  private long bytes;

  Spool(AsyncFile file, long limit) {
    this.file = file;
    this.limit = limit;
  }

  static HttpFailure tooLarge(long limit) {
    return new HttpFailure(413, "a body of more than " + limit + " bytes is not stored");
  }

  /** A full disk, or none at all, is for somebody to mend; the request may come again. */
  static HttpFailure unwritable(Throwable cause) {
    String reason = "the body cannot be stored: " + cause.getMessage();
    return new HttpFailure(503, reason, Map.of("retry-after", "10"));
  }

  /** Fails with what is answered when no more can be written; never succeeds. */
  Future<Void> broken() {
    return broken.future();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    bytes += piece.length();
    if (bytes > limit) {
      broken.tryFail(tooLarge(limit));
      return broken.future();
    }
    return file.write(piece).onFailure(cause -> broken.tryFail(unwritable(cause)));
  }

  @Override
  public Future<Void> end() {
    return file.flush().recover(cause -> Future.failedFuture(unwritable(cause)));
  }

  @Override
  public boolean writeQueueFull() {
    return file.writeQueueFull();
  }

  @Override
  public Spool setWriteQueueMaxSize(int maxSize) {
    file.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public Spool drainHandler(Handler<Void> handler) {
    file.drainHandler(handler);
    return this;
  }

  @Override
  public Spool exceptionHandler(Handler<Throwable> handler) {
    file.exceptionHandler(handler);
    return this;
  }
}
