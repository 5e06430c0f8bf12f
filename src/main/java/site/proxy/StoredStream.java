package site.proxy;

import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.streams.ReadStream;

/** Reads a file from its first byte; several can read the same file, each at its own place. */
final class StoredStream implements ReadStream<Buffer> {
  private static final int PIECE = 64 * 1024;

  private final AsyncFile file;
  private final long length;
  private long position;
  private long wanted;
  private boolean reading;
  private boolean over;
  private Handler<Buffer> handler;
  private Handler<Void> endHandler;
  private Handler<Throwable> exceptionHandler;

  /** Waits for {@link #resume}. */
  StoredStream(AsyncFile file, long length) {
    this.file = file;
    this.length = length;
  }

  @Override
  public StoredStream pause() {
    wanted = 0;
    return this;
  }

  @Override
  public StoredStream resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public StoredStream fetch(long amount) {
    wanted = wanted + amount < 0 ? Long.MAX_VALUE : wanted + amount;
    readNext();
    return this;
  }

  private void readNext() {
    if (reading || over || wanted == 0) {
      return;
    }
    if (position == length) {
      over = true;
      endHandler.handle(null);
      return;
    }
    reading = true;
    int size = (int) Math.min(PIECE, length - position);
    file.read(Buffer.buffer(size), 0, position, size).onComplete(this::deliver);
  }

  private void deliver(AsyncResult<Buffer> read) {
    reading = false;
    if (read.failed()) {
      over = true;
      exceptionHandler.handle(read.cause());
      return;
    }
    position += read.result().length();
    wanted -= wanted == 0 ? 0 : 1;
    handler.handle(read.result());
    readNext();
  }

  @Override
  public StoredStream handler(Handler<Buffer> next) {
    handler = next;
    return this;
  }

  @Override
  public StoredStream endHandler(Handler<Void> next) {
    endHandler = next;
    return this;
  }

  @Override
  public StoredStream exceptionHandler(Handler<Throwable> next) {
    exceptionHandler = next;
    return this;
  }
}
