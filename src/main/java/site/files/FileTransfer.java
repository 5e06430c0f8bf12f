package site.files;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import site.http.ByteRange;
import site.http.Exchange;

/** Moves the bytes of an open file to the client, by the kernel alone where that can be. */
final class FileTransfer {
  private final Vertx vertx;
  private final PieceMemory memory;

  FileTransfer(Vertx vertx, PieceMemory memory) {
    this.vertx = vertx;
    this.memory = memory;
  }

  /**
   * Sends; the response's head, content length included, is set already.
   *
   * @return failed when the client went away or the file did not stay what it was
   */
  Future<Void> send(Exchange x, Found.Open file, Passage passage) {
    return passage.isOnePart() && isByKernel(x.request()) && !file.mayBeCoded()
        ? sendByKernel(x, file, passage.parts().get(0))
        : FileBody.send(vertx, memory, file, x.response(), passage);
  }

  Future<Void> close(Found.Open file) {
    return vertx.executeBlocking(
        () -> {
          file.channel().close();
          return null;
        },
        false);
  }

  /** Only HTTP/1 has no frames around the content, and only without TLS it goes as it is. */
  private static boolean isByKernel(HttpServerRequest request) {
    boolean framed = request.version().compareTo(HttpVersion.HTTP_1_1) > 0;
    return !framed && !request.isSSL();
  }

  /**
   * Sends, and looks behind: a file that is too short now may have been so before the kernel got
   * there, whether or not it complained.
   */
  private static Future<Void> sendByKernel(Exchange x, Found.Open file, ByteRange.Part part) {
    return x.response()
        .sendFile(file.channel(), part.first(), part.length())
        .transform(sent -> isShorter(file, part) ? tooShort() : completed(sent));
  }

  private static Future<Void> tooShort() {
    return Future.failedFuture(new IllegalStateException("file became shorter while it was sent"));
  }

  private static Future<Void> completed(AsyncResult<Void> sent) {
    return sent.succeeded() ? Future.succeededFuture() : Future.failedFuture(sent.cause());
  }

  /** Asks for the size of an open file, which no disk is needed for. */
  private static boolean isShorter(Found.Open file, ByteRange.Part part) {
    try {
      return file.channel().size() <= part.last();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
