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
  private final FileSystem files;
  private final String path;
  private final long length;
  private AsyncFile file;

  private KnownBody(FileSystem files, String path, AsyncFile file, long length) {
    this.files = files;
    this.path = path;
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
    OpenOptions options = new OpenOptions().setRead(true).setWrite(true);
    return files
        .createTempFile("body-", "", "rw-------")
        .compose(
            path ->
                files
                    .open(path, options)
                    .compose(
                        file ->
                            fill(file, request, first, silence)
                                .onFailure(cause -> files.delete(path))
                                .map(length -> new KnownBody(files, path, file.pause(), length))));
  }

  long length() {
    return length;
  }

  /** The body from its first byte, once. */
  ReadStream<Buffer> stream() {
    return file.setReadPos(0).setReadBufferSize(64 * 1024);
  }

  /** So that it can be read once more; what a reader of before may still deliver goes nowhere. */
  Future<Void> rewind() {
    AsyncFile before = file;
    OpenOptions options = new OpenOptions().setWrite(false).setCreate(false);
    return files
        .open(path, options)
        .onSuccess(
            fresh -> {
              file = fresh.pause();
              before.close();
            })
        .mapEmpty();
  }

  /** Frees the file. */
  void close() {
    file.close().eventually(() -> files.delete(path));
  }

  private static Future<Long> fill(
      AsyncFile file, HttpServerRequest request, Buffer first, Deadline silence) {
    Pump pump = new Pump(request, Valve.of(request), file, silence).keepOpen();
    if (first != null) {
      pump.move(first);
    }
    return pump.run()
        .compose(v -> file.flush())
        .map(v -> pump.bytes())
        .onFailure(cause -> file.close());
  }
}
