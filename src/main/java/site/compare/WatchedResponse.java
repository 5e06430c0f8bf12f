package site.compare;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import site.http.DelegatedResponse;
import site.http.HttpFailure;
import site.http.aside.Answer;

/** A response that goes to the client as it is; its head and the beginning of its body are kept. */
final class WatchedResponse extends DelegatedResponse {
  private final Buffer body = Buffer.buffer();
  private MultiMap headers = HttpHeaders.headers();
  private int status;
  private boolean whole = true;
  private boolean broken;

  WatchedResponse(HttpServerResponse out) {
    super(out);
  }

  /** The client did not wait for the end, so what there is says nothing. */
  void brokeOff() {
    broken = true;
  }

  /**
   * What the client got or, when nothing was written yet, is about to get.
   *
   * @param failure why it has no end, null when it has one
   */
  Answer answer(Throwable failure) {
    if (broken || (failure != null && status != 0)) {
      return new Answer(0, headers, body, false);
    }
    if (failure == null) {
      return new Answer(status, headers, body, whole);
    }
    int code = failure instanceof HttpFailure known ? known.status() : 500;
    return new Answer(code, headers, body, false);
  }

  /** As it leaves the action: what middlewares outside add is the same for both. */
  private void keepHead() {
    if (status == 0) {
      status = out.getStatusCode();
      headers = HttpHeaders.headers().addAll(out.headers());
    }
  }

  private void keep(Buffer piece) {
    keepHead();
    int room = Bodies.MAX - body.length();
    if (piece.length() > room) {
      whole = false;
    }
    body.appendBuffer(piece, 0, Math.min(room, piece.length()));
  }

  @Override
  public Future<Void> writeHead() {
    keepHead();
    return super.writeHead();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    keep(piece);
    return super.write(piece);
  }

  @Override
  public Future<Void> end() {
    keepHead();
    return super.end();
  }

  @Override
  public Future<Void> end(Buffer last) {
    keep(last);
    return super.end(last);
  }

  @Override
  public Future<Void> sendFile(String name, long offset, long length) {
    keepHead();
    broken = true;
    return super.sendFile(name, offset, length);
  }

  @Override
  public Future<Void> sendFile(FileChannel file, long offset, long length) {
    keepHead();
    broken = true;
    return super.sendFile(file, offset, length);
  }

  @Override
  public Future<Void> sendFile(RandomAccessFile file, long offset, long length) {
    keepHead();
    broken = true;
    return super.sendFile(file, offset, length);
  }
}
