package site.deploy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.stream.ChunkedInput;
import io.vertx.core.Future;
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
  private boolean over;

  FilePump(ChunkedInput<ByteBuf> file, HttpServerStream stream, Promise<Void> done) {
    this.file = file;
    this.stream = stream;
    this.done = done;
  }

  /** Called first, and each time the stream takes more. */
  void pump() {
    try {
      while (!over && stream.isWritable()) {
        send(file.isEndOfInput() ? null : file.readChunk(HEAP));
      }
    } catch (Exception e) {
      finish(e);
    }
  }

  private void send(ByteBuf chunk) {
    if (chunk != null) {
      stream.writeChunk(BufferInternal.buffer(chunk), false).onFailure(this::finish);
      return;
    }
    Future<Void> last = stream.writeChunk(null, true);
    over = true;
    last.onComplete((v, failure) -> finish(failure));
  }

  private void finish(Throwable failure) {
    over = true;
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
