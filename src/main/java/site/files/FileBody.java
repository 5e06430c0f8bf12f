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
 * Sends parts of an open file where the kernel cannot do it by itself (TLS, HTTP/2, HTTP/3, several
 * parts, a coding): each piece is read on a worker once the one before is on its way. The last
 * piece is held back until the file is seen to be unchanged, so a response of mixed states is never
 * complete.
 */
final class FileBody {
  private static final int PIECE = 128 * 1024;

  private final Vertx vertx;
  private final Found.Open file;
  private final HttpServerResponse response;
  private final Passage passage;
  private final Promise<Void> done = Promise.promise();
  private int part;
  private long position;

  private FileBody(Vertx vertx, Found.Open file, HttpServerResponse response, Passage passage) {
    this.vertx = vertx;
    this.file = file;
    this.response = response;
    this.passage = passage;
    this.position = passage.parts().get(0).first();
  }

  /**
   * Sends; the response's head, content length included, is set already.
   *
   * @return done when the last byte is written; failed when the file changed or the client went
   */
  static Future<Void> send(
      Vertx vertx, Found.Open file, HttpServerResponse response, Passage passage) {
    var body = new FileBody(vertx, file, response, passage);
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
    if (isComplete()) {
      done.complete();
    } else {
      sendNext();
    }
  }

  private boolean isComplete() {
    return part == passage.parts().size();
  }

  private Future<Void> write(Buffer piece) {
    return isComplete() ? response.end(piece) : response.write(piece).recover(FileBody::clientGone);
  }

  /** Writing fails for the client's sake only, whatever the transport calls it. */
  private static Future<Void> clientGone(Throwable failure) {
    return Future.failedFuture(new HttpClosedException(failure.toString()));
  }

  private Buffer nextPieceBlocking() throws IOException {
    ByteRange.Part current = passage.parts().get(part);
    byte[] bytes = new byte[(int) Math.min(PIECE, current.last() + 1 - position)];
    readBlocking(bytes);
    boolean first = position == current.first();
    position += bytes.length;
    Buffer piece = Buffer.buffer(bytes);
    Buffer before = passage.before().get(part);
    if (first && before.length() > 0) {
      piece = before.copy().appendBuffer(piece);
    }
    return position > current.last() ? endOfPartBlocking(piece) : piece;
  }

  private void readBlocking(byte[] bytes) throws IOException {
    FileChannel channel = file.channel();
    ByteBuffer into = ByteBuffer.wrap(bytes);
    while (into.hasRemaining()) {
      if (channel.read(into, position + into.position()) < 0) {
        throw new IOException("file became shorter while it was sent");
      }
    }
  }

  private Buffer endOfPartBlocking(Buffer piece) throws IOException {
    part++;
    if (!isComplete()) {
      position = passage.parts().get(part).first();
      return piece;
    }
    requireUnchangedBlocking();
    return passage.after().length() == 0 ? piece : piece.appendBuffer(passage.after());
  }

  /** A file that was replaced or removed is still the old one to who has it open. */
  private void requireUnchangedBlocking() throws IOException {
    Representation sent = file.representation();
    if (file.channel().size() != sent.size() || sent.stamp().isOverwrittenBlocking(sent.file())) {
      throw new IOException("file was overwritten while it was sent");
    }
  }
}
