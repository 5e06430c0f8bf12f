package site.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.Set;

/** A response that passes everything on to another one; who changes something overrides it. */
public abstract class DelegatedResponse implements HttpServerResponse {
  /** The one that is written in the end. */
  protected final HttpServerResponse out;

  protected DelegatedResponse(HttpServerResponse out) {
    this.out = out;
  }

  @Override
  public HttpServerResponse exceptionHandler(Handler<Throwable> handler) {
    out.exceptionHandler(handler);
    return this;
  }

  @Override
  public HttpServerResponse setWriteQueueMaxSize(int maxSize) {
    out.setWriteQueueMaxSize(maxSize);
    return this;
  }

  @Override
  public boolean writeQueueFull() {
    return out.writeQueueFull();
  }

  @Override
  public HttpServerResponse drainHandler(Handler<Void> handler) {
    out.drainHandler(handler);
    return this;
  }

  @Override
  public int getStatusCode() {
    return out.getStatusCode();
  }

  @Override
  public HttpServerResponse setStatusCode(int statusCode) {
    out.setStatusCode(statusCode);
    return this;
  }

  @Override
  public String getStatusMessage() {
    return out.getStatusMessage();
  }

  @Override
  public HttpServerResponse setStatusMessage(String statusMessage) {
    out.setStatusMessage(statusMessage);
    return this;
  }

  @Override
  public HttpServerResponse setChunked(boolean chunked) {
    out.setChunked(chunked);
    return this;
  }

  @Override
  public boolean isChunked() {
    return out.isChunked();
  }

  @Override
  public MultiMap headers() {
    return out.headers();
  }

  @Override
  public HttpServerResponse putHeader(String name, String value) {
    out.putHeader(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, CharSequence value) {
    out.putHeader(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(String name, Iterable<String> values) {
    out.putHeader(name, values);
    return this;
  }

  @Override
  public HttpServerResponse putHeader(CharSequence name, Iterable<CharSequence> values) {
    out.putHeader(name, values);
    return this;
  }

  @Override
  public MultiMap trailers() {
    return out.trailers();
  }

  @Override
  public HttpServerResponse putTrailer(String name, String value) {
    out.putTrailer(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(CharSequence name, CharSequence value) {
    out.putTrailer(name, value);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(String name, Iterable<String> values) {
    out.putTrailer(name, values);
    return this;
  }

  @Override
  public HttpServerResponse putTrailer(CharSequence name, Iterable<CharSequence> values) {
    out.putTrailer(name, values);
    return this;
  }

  @Override
  public HttpServerResponse closeHandler(Handler<Void> handler) {
    out.closeHandler(handler);
    return this;
  }

  @Override
  public HttpServerResponse endHandler(Handler<Void> handler) {
    out.endHandler(handler);
    return this;
  }

  @Override
  public HttpServerResponse headersEndHandler(Handler<Void> handler) {
    out.headersEndHandler(handler);
    return this;
  }

  @Override
  public HttpServerResponse bodyEndHandler(Handler<Void> handler) {
    out.bodyEndHandler(handler);
    return this;
  }

  @Override
  public Future<Void> writeHead() {
    return out.writeHead();
  }

  @Override
  public Future<Void> write(Buffer data) {
    return out.write(data);
  }

  @Override
  public Future<Void> write(String chunk) {
    return write(Buffer.buffer(chunk));
  }

  @Override
  public Future<Void> write(String chunk, String charset) {
    return write(Buffer.buffer(chunk, charset));
  }

  @Override
  public Future<Void> writeContinue() {
    return out.writeContinue();
  }

  @Override
  public Future<Void> writeEarlyHints(MultiMap headers) {
    return out.writeEarlyHints(headers);
  }

  @Override
  public Future<Void> writeAltSvc(String alternative) {
    return out.writeAltSvc(alternative);
  }

  @Override
  public Future<Void> end() {
    return out.end();
  }

  @Override
  public Future<Void> end(Buffer chunk) {
    return out.end(chunk);
  }

  @Override
  public Future<Void> end(String chunk) {
    return end(Buffer.buffer(chunk));
  }

  @Override
  public Future<Void> end(String chunk, String charset) {
    return end(Buffer.buffer(chunk, charset));
  }

  @Override
  public Future<Void> sendFile(String fileName, long offset, long length) {
    return out.sendFile(fileName, offset, length);
  }

  @Override
  public Future<Void> sendFile(FileChannel channel, long offset, long length) {
    return out.sendFile(channel, offset, length);
  }

  @Override
  public Future<Void> sendFile(RandomAccessFile file, long offset, long length) {
    return out.sendFile(file, offset, length);
  }

  @Override
  public boolean ended() {
    return out.ended();
  }

  @Override
  public boolean closed() {
    return out.closed();
  }

  @Override
  public boolean headWritten() {
    return out.headWritten();
  }

  @Override
  public long bytesWritten() {
    return out.bytesWritten();
  }

  @Override
  public long streamId() {
    return out.streamId();
  }

  @Override
  public Future<HttpServerResponse> push(
      HttpMethod method, HostAndPort authority, String path, MultiMap headers) {
    return out.push(method, authority, path, headers);
  }

  @Override
  public Future<Void> reset(long code) {
    return out.reset(code);
  }

  @Override
  public Future<Boolean> cancel() {
    return out.cancel();
  }

  @Override
  public Future<Void> writeCustomFrame(int type, int flags, Buffer payload) {
    return out.writeCustomFrame(type, flags, payload);
  }

  @Override
  public HttpServerResponse addCookie(Cookie cookie) {
    out.addCookie(cookie);
    return this;
  }

  @Override
  public Cookie removeCookie(String name, boolean invalidate) {
    return out.removeCookie(name, invalidate);
  }

  @Override
  public Set<Cookie> removeCookies(String name, boolean invalidate) {
    return out.removeCookies(name, invalidate);
  }

  @Override
  public Cookie removeCookie(String name, String domain, String path, boolean invalidate) {
    return out.removeCookie(name, domain, path, invalidate);
  }
}
