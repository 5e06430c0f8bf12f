package site.deploy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.stream.ChunkedInput;
import io.vertx.core.Promise;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.buffer.BufferInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a file down an app's stream as fast as the client takes it. Reads on the app's thread, so a
 * slow disk slows the app and not the server.
 */
final class FilePump {
  private static final Logger LOG = LoggerFactory.getLogger(FilePump.class);
  private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

  private final ChunkedInput<ByteBuf> file;
  private final HttpServerStream stream;
  private final Promise<Void> done;
  private boolean read;

  FilePump(ChunkedInput<ByteBuf> file, HttpServerStream stream, Promise<Void> done) {
    this.file = file;
    this.stream = stream;
    this.done = done;
  }

  /** Called first, which may be on a worker, and each time the stream takes more. */
  synchronized void pump() {
    try {
      while (!read && stream.isWritable()) {
        send();
      }
    } catch (Exception e) {
      stop(e);
    }
  }

  private void send() throws Exception {
    read = file.isEndOfInput();
    if (read) {
      stream.writeChunk(null, true).onComplete((v, failure) -> finish(failure));
    } else {
      stream.writeChunk(BufferInternal.buffer(file.readChunk(HEAP)), false);
    }
  }

  /** Called when nobody takes the rest. */
  synchronized void stop(Throwable reason) {
    read = true;
    finish(reason);
  }

  private void finish(Throwable failure) {
    try {
      file.close();
    } catch (Exception e) {
      LOG.warn("cannot close a file that was sent: {}", e.toString());
    }
    if (failure == null) {
      done.tryComplete();
    } else {
      done.tryFail(failure);
    }
  }
}
