package site.cache;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Sends stored content from disk where the kernel cannot do it by itself (TLS, HTTP/2): each piece
 * is read on a worker once the one before is on its way.
 */
final class StoredBody {
  private static final int PIECE = 128 * 1024;

  private final Vertx vertx;
  private final FileChannel file;
  private final HttpServerResponse response;
  private final long end;
  private final Promise<Void> done = Promise.promise();
  private long position;

  private StoredBody(
      Vertx vertx, FileChannel file, HttpServerResponse response, long first, long length) {
    this.vertx = vertx;
    this.file = file;
    this.response = response;
    this.position = first;
    this.end = first + length;
  }

  /** Sends a part; the response's head is set already. */
  static Future<Void> send(
      Vertx vertx, FileChannel file, HttpServerResponse response, long first, long length) {
    StoredBody body = new StoredBody(vertx, file, response, first, length);
    body.sendNext();
    return body.done.future();
  }

  /** A loop of events, not a chain of futures, which would grow with the content. */
  private void sendNext() {
    vertx
        .executeBlocking(this::blockingRead, false)
        .compose(this::write)
        .onFailure(done::fail)
        .onSuccess(sent -> continueOrComplete());
  }

  private void continueOrComplete() {
    if (position < end) {
      sendNext();
    } else {
      done.complete();
    }
  }

  private Future<Void> write(Buffer piece) {
    position += piece.length();
    return position < end ? response.write(piece) : response.end(piece);
  }

  private Buffer blockingRead() throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, end - position)];
    ByteBuffer into = ByteBuffer.wrap(piece);
    while (into.hasRemaining()) {
      if (file.read(into, position + into.position()) < 0) {
        throw new IOException("stored response became shorter while it was sent");
      }
    }
    return Buffer.buffer(piece);
  }
}
