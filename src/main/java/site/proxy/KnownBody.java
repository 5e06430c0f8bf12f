package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.streams.ReadStream;

/**
 * A body that was read to its end before it is sent on, for targets that have to know its length
 * before, or to be sent twice. It lies in a file without a name, so that nothing is left of it
 * however this process ends.
 */
final class KnownBody {
  /** What no disk should be filled with by one request: 10 GiB. */
  static final long LIMIT = 10L << 30;

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
   * @return fails with the {@link site.http.HttpFailure} to answer where it is too large or cannot
   *     be stored
   */
  static Future<KnownBody> read(HttpServerRequest request, Buffer first, Deadline silence) {
    String announced = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (announced != null && Long.parseLong(announced) > LIMIT) {
      return Future.failedFuture(Spool.tooLarge(LIMIT));
    }
    return nameless(Vertx.currentContext().owner().fileSystem())
        .compose(file -> fill(file, request, first, silence));
  }

  long length() {
    return length;
  }

  /** The body from its first byte; what an earlier reader may still deliver is another stream. */
  ReadStream<Buffer> stream() {
    return new StoredStream(file, length);
  }

  /** Frees the file. */
  void close() {
    file.close();
  }

  private static Future<AsyncFile> nameless(FileSystem files) {
    OpenOptions options = new OpenOptions().setRead(true).setWrite(true);
    return files
        .createTempFile("site-body-", "", "rw-------")
        .compose(path -> files.open(path, options).eventually(() -> files.delete(path)))
        .map(AsyncFile::pause)
        .recover(cause -> Future.failedFuture(Spool.unwritable(cause)));
  }

  private static Future<KnownBody> fill(
      AsyncFile file, HttpServerRequest request, Buffer first, Deadline silence) {
    Spool spool = new Spool(file, LIMIT);
    Pump pump = new Pump(request, Valve.of(request), spool, silence).keepOpen();
    Promise<Void> read = Promise.promise();
    spool.broken().onFailure(read::tryFail).onFailure(cause -> pump.stop());
    if (first != null) {
      pump.move(first);
    }
    pump.run().compose(v -> spool.end()).onSuccess(read::tryComplete).onFailure(read::tryFail);
    return read.future()
        .map(v -> new KnownBody(file, pump.bytes()))
        .onFailure(cause -> file.close());
  }
}
