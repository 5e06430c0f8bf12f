package site.files;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import site.http.ByteRange;

/**
 * Sends part of an open file where the kernel cannot do it by itself (TLS, HTTP/2, HTTP/3): each
 * piece is read on a worker once the one before is on its way. The last piece is held back until
 * the file is seen to be unchanged, so a response of mixed states is never complete.
 */
final class FileBody {
  private static final int PIECE = 128 * 1024;

  private final Vertx vertx;
  private final Found.Open file;
  private final HttpServerResponse response;
  private final long end;
  private final Promise<Void> done = Promise.promise();
  private long position;

  private FileBody(Vertx vertx, Found.Open file, HttpServerResponse response, ByteRange.Part part) {
    this.vertx = vertx;
    this.file = file;
    this.response = response;
    this.position = part.first();
    this.end = part.last() + 1;
  }

  /**
   * Sends; the response's head, content length included, is set already.
   *
   * @return done when the last byte is written; failed when the file changed or the client went
   */
  static Future<Void> send(
      Vertx vertx, Found.Open file, HttpServerResponse response, ByteRange.Part part) {
    var body = new FileBody(vertx, file, response, part);
    body.sendNext();
    return body.done.future();
  }

  /** A loop of events, not a chain of futures, which would grow with the file. */
  private void sendNext() {
    vertx
        .executeBlocking(this::nextPieceBlocking, false)
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
    return position < end
        ? response.write(piece).recover(FileBody::clientGone)
        : response.end(piece);
  }

  /** Writing fails for the client's sake only, whatever the transport calls it. */
  private static Future<Void> clientGone(Throwable failure) {
    return Future.failedFuture(new HttpClosedException(failure.toString()));
  }

  private Buffer nextPieceBlocking() throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, end - position)];
    FileChannel channel = file.channel();
    ByteBuffer into = ByteBuffer.wrap(piece);
    while (into.hasRemaining()) {
      if (channel.read(into, position + into.position()) < 0) {
        throw new IOException("file became shorter while it was sent");
      }
    }
    if (position + piece.length == end) {
      requireUnchangedBlocking();
    }
    return Buffer.buffer(piece);
  }

  /** A file that was replaced or removed is still the old one to who has it open. */
  private void requireUnchangedBlocking() throws IOException {
    Representation sent = file.representation();
    if (file.channel().size() != sent.size() || sent.stamp().isOverwrittenBlocking(sent.file())) {
      throw new IOException("file was overwritten while it was sent");
    }
  }
}
