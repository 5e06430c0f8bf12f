package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/**
 * A body that was read to its end before it is sent on, for targets that have to know its length
 * before. It lies in a temporary file, whatever its size.
 */
final class KnownBody {
  private final AsyncFile file;
  private final long length;

  private KnownBody(AsyncFile file, long length) {
    this.file = file;
    this.length = length;
  }

  /**
   * Reads a paused request to its end.
   *
   * @param first what was read of it before, null for nothing
   * @param silence is touched by every piece
   */
  static Future<KnownBody> read(HttpServerRequest request, Buffer first, Deadline silence) {
    FileSystem files = Vertx.currentContext().owner().fileSystem();
    OpenOptions options = new OpenOptions().setRead(true).setWrite(true).setDeleteOnClose(true);
    return files
        .createTempFile("body-", "", "rw-------")
        .compose(path -> files.open(path, options))
        .compose(file -> fill(file, request, first, silence));
  }

  long length() {
    return length;
  }

  /** The body from its first byte, once. */
  ReadStream<Buffer> stream() {
    return file.setReadPos(0).setReadBufferSize(64 * 1024);
  }

  /** Frees the file. */
  void close() {
    file.close();
  }

  private static Future<KnownBody> fill(
      AsyncFile file, HttpServerRequest request, Buffer first, Deadline silence) {
    Pump pump = new Pump(request, Valve.of(request), file, silence).keepOpen();
    if (first != null) {
      pump.move(first);
    }
    return pump.run()
        .compose(v -> file.flush())
        .map(v -> new KnownBody(file.pause(), pump.bytes()))
        .onFailure(cause -> file.close());
  }
}
