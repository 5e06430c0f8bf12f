package site.http.aside;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.HostAndPort;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.Set;

/**
 * The response an action writes when we have asked it: tells an {@link Arrival} of its parts. What
 * only a connection can do, it cannot; no action of ours asks for it.
 */
final class AsideResponse implements HttpServerResponse {
  private final Arrival arrival;
  private final MultiMap headers = HttpHeaders.headers();
  private final MultiMap trailers = HttpHeaders.headers();
  private int status = 200;
  private String message;
  private boolean chunked;
  private boolean headWritten;
  private boolean ended;
  private boolean broken;
  private long bytes;
  private Handler<Void> headersEndHandler = v -> {};
  private Handler<Void> bodyEndHandler = v -> {};

  AsideResponse(Arrival arrival) {
    this.arrival = arrival;
  }

  @Override
  public Future<Void> writeHead() {
    if (!tellHead()) {
      return gone();
    }
    arrival.flush();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> write(Buffer piece) {
    if (!tellHead()) {
      return gone();
    }
    bytes += piece.length();
    arrival.piece(piece);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> end(Buffer last) {
    if (!tellHead()) {
      return gone();
    }
    bytes += last == null ? 0 : last.length();
    bodyEndHandler.handle(null);
    ended = true;
    return arrival.end(last, trailers);
  }

  @Override
  public Future<Void> end() {
    return end((Buffer) null);
  }

  /** False when it is over already. */
  private boolean tellHead() {
    if (ended || broken) {
      return false;
    }
    if (!headWritten) {
      headersEndHandler.handle(null);
      headWritten = true;
      arrival.head(status, headers);
    }
    return true;
  }

  private static Future<Void> gone() {
    return Future.failedFuture(new StreamResetException(0));
  }

  @Override
  public Future<Void> writeEarlyHints(MultiMap hints) {
    return arrival.hints(hints);
  }

  @Override
  public Future<Void> writeContinue() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> reset(long code) {
    if (!ended && !broken) {
      broken = true;
      arrival.brokenOff();
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Boolean> cancel() {
    return reset(0x8).map(true);
  }

  @Override
  public boolean writeQueueFull() {
    return arrival.isFull();
  }

  @Override
  public HttpServerResponse drainHandler(Handler<Void> handler) {
    arrival.drainHandler(handler);
    return this;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  public HttpServerResponse setStatusCode(int code) {
    status = code;
    return this;
  }

  @Override
  public String getStatusMessage() {
    return message == null
        ? io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase()
        : message;
  }

  @Override
  public HttpServerResponse setStatusMessage(String phrase) {
    message = phrase;
    return this;
  }

  @Override
  public HttpServerResponse setChunked(boolean wanted) {
    chunked = wanted;
    return this;
  }

  @Override
  public boolean isChunked() {
    return chunked;
  }

  @Override
  public MultiMap headers() {
    return headers;
  }

  @Override
  public HttpServerResponse putHeader(String name, String value) {
    headers.set(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, CharSequence value) {
    headers.set(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(String name, Iterable<String> values) {
    headers.set(name, values);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, Iterable<CharSequence> values) {
    headers.set(name, values);
    return this;
  }

  @Override
  public MultiMap trailers() {
    return trailers;
  }

  @Override
  public HttpServerResponse putTrailer(String name, String value) {
    trailers.set(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(CharSequence name, CharSequence value) {
    trailers.set(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(String name, Iterable<String> values) {
    trailers.set(name, values);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(CharSequence name, Iterable<CharSequence> values) {
    trailers.set(name, values);
    return this;
  }

  @Override
  public Future<Void> write(String text) {
    return write(Buffer.buffer(text));
  }

  @Override
  public Future<Void> write(String text, String encoding) {
    return write(Buffer.buffer(text, encoding));
  }

  @Override
  public Future<Void> end(String text) {
    return end(Buffer.buffer(text));
  }

  @Override
  public Future<Void> end(String text, String encoding) {
    return end(Buffer.buffer(text, encoding));
  }

  @Override
  public HttpServerResponse headersEndHandler(Handler<Void> handler) {
    headersEndHandler = handler == null ? v -> {} : handler;
    return this;
  }

  @Override
  public HttpServerResponse bodyEndHandler(Handler<Void> handler) {
    bodyEndHandler = handler == null ? v -> {} : handler;
    return this;
  }

  @Override
  public boolean ended() {
    return ended;
  }

  @Override
  public boolean closed() {
    return broken;
  }

  @Override
  public boolean headWritten() {
    return headWritten;
  }

  @Override
  public long bytesWritten() {
    return bytes;
  }

  /** As on a connection of its own, where a reset closes it. */
  @Override
  public long streamId() {
    return -1;
  }

  @Override
  public HttpServerResponse exceptionHandler(Handler<Throwable> handler) {
    return this;
  }

  @Override
  public HttpServerResponse closeHandler(Handler<Void> handler) {
    return this;
  }

  @Override
  public HttpServerResponse endHandler(Handler<Void> handler) {
    return this;
  }

  @Override
  public HttpServerResponse setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public Future<Void> writeAltSvc(String advertisement) {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> writeCustomFrame(int type, int flags, Buffer payload) {
    return unsupported();
  }

  @Override
  public Future<HttpServerResponse> push(
      HttpMethod method, HostAndPort authority, String path, MultiMap fields) {
    return unsupported();
  }

  @Override
  public Future<Void> sendFile(String name, long offset, long length) {
    return unsupported();
  }

  @Override
  public Future<Void> sendFile(FileChannel file, long offset, long length) {
    return unsupported();
  }

  @Override
  public Future<Void> sendFile(RandomAccessFile file, long offset, long length) {
    return unsupported();
  }

  private static <T> Future<T> unsupported() {
    return Future.failedFuture(new UnsupportedOperationException("not to a request of our own"));
  }

  @Override
  public HttpServerResponse addCookie(Cookie cookie) {
    headers.add(HttpHeaders.SET_COOKIE, cookie.encode());
    return this;
  }

  @Override
  public Cookie removeCookie(String name, boolean invalidate) {
    return null;
  }

  @Override
  public Set<Cookie> removeCookies(String name, boolean invalidate) {
    return Set.of();
  }

  @Override
  public Cookie removeCookie(String name, String domain, String path, boolean invalidate) {
    return null;
  }
}
