package site.files;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.buffer.BufferInternal;
import java.io.IOException;
import site.http.ByteRange;

/**
 * Sends parts of an open file where the kernel cannot do it by itself (TLS, HTTP/2, HTTP/3, several
 * parts, a coding): each piece is read on a worker once the one before is on its way. The last
 * piece is held back until the file is seen to be unchanged, so a response of mixed states is never
 * complete.
 */
final class FileBody {
  /** The first piece; each that is taken makes the next one twice as large. */
  private static final int FIRST = 8 * PieceMemory.LEAST;

  private final ContextInternal context;
  private final PieceMemory memory;
  private final Found.Open file;
  private final HttpServerResponse response;
  private final Passage passage;
  private final Promise<Void> done = Promise.promise();
  private int pieceSize = FIRST;
  private int part;
  private long position;

  private FileBody(
      Vertx vertx,
      PieceMemory memory,
      Found.Open file,
      HttpServerResponse response,
      Passage passage) {
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.memory = memory;
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
      Vertx vertx,
      PieceMemory memory,
      Found.Open file,
      HttpServerResponse response,
      Passage passage) {
    var body = new FileBody(vertx, memory, file, response, passage);
    body.sendNext();
    return body.done.future();
  }

  /** A loop of events, not a chain of futures, which would grow with the file. */
  private void sendNext() {
    int wanted = (int) Math.min(pieceSize, current().last() + 1 - position);
    memory
        .lend(context, wanted)
        .onSuccess(
            piece ->
                context
                    .executeBlocking(() -> readBlocking(piece), false)
                    .compose(this::write)
                    .onComplete(sent -> goOn(piece, sent.cause())));
  }

  private ByteRange.Part current() {
    return passage.parts().get(part);
  }

  private void goOn(ByteBuf piece, Throwable failure) {
    memory.giveBack(piece);
    if (failure != null) {
      done.fail(failure);
    } else if (isComplete()) {
      done.complete();
    } else {
      pieceSize = Math.min(2 * pieceSize, PieceMemory.MOST);
      sendNext();
    }
  }

  private boolean isComplete() {
    return part == passage.parts().size();
  }

  /** The text in front of a part is small: nobody waits for it. */
  private Future<Void> write(ByteBuf piece) {
    Buffer before = passage.before().get(part);
    if (position == current().first() && before.length() > 0) {
      response.write(before);
    }
    Buffer content = BufferInternal.buffer(piece);
    position += piece.readableBytes();
    if (position > current().last()) {
      nextPart();
    }
    if (!isComplete()) {
      return response.write(content).recover(FileBody::clientGone);
    }
    return passage.after().length() == 0
        ? response.end(content)
        : response.write(content).compose(written -> response.end(passage.after()));
  }

  private void nextPart() {
    part++;
    if (!isComplete()) {
      position = current().first();
    }
  }

  /** Writing fails for the client's sake only, whatever the transport calls it. */
  private static Future<Void> clientGone(Throwable failure) {
    return Future.failedFuture(new HttpClosedException(failure.toString()));
  }

  private ByteBuf readBlocking(ByteBuf piece) throws IOException {
    while (piece.isWritable()) {
      long from = position + piece.readableBytes();
      if (piece.writeBytes(file.channel(), from, piece.writableBytes()) < 0) {
        throw new IOException("file became shorter while it was sent");
      }
    }
    if (isLast(piece)) {
      requireUnchangedBlocking();
    }
    return piece;
  }

  private boolean isLast(ByteBuf piece) {
    return part == passage.parts().size() - 1
        && position + piece.readableBytes() > current().last();
  }

  /** A file that was replaced or removed is still the old one to who has it open. */
  private void requireUnchangedBlocking() throws IOException {
    Representation sent = file.representation();
    if (file.channel().size() != sent.size() || sent.stamp().isOverwrittenBlocking(sent.file())) {
      throw new IOException("file was overwritten while it was sent");
    }
  }
}
