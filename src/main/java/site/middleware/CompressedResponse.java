package site.middleware;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.util.Optional;
import site.http.DelegatedResponse;
import site.http.Exchange;
import site.http.coding.Coding;
import site.http.coding.Encoder;
import site.http.coding.Encoders;

/**
 * A response whose body is compressed if its head, once complete, says that it may be and that it
 * is worth it. Until then it is like any other.
 */
final class CompressedResponse extends DelegatedResponse {
  private final Exchange exchange;
  private final HttpServerRequestInternal request;
  private final Coding coding;
  private final Encoders encoders;
  private Handler<Void> drainHandler = drained -> {};
  private boolean begun;
  private boolean atOnce;
  private boolean toldFull;
  private CodedBody body;

  CompressedResponse(Exchange exchange, Coding coding, Encoders encoders) {
    super(exchange.response());
    this.exchange = exchange;
    this.request = (HttpServerRequestInternal) exchange.request();
    this.coding = coding;
    this.encoders = encoders;
  }

  @Override
  public Future<Void> writeHead() {
    begin();
    return super.writeHead();
  }

  @Override
  public Future<Void> write(Buffer data) {
    begin();
    return body == null ? super.write(data) : body.write(data);
  }

  @Override
  public Future<Void> end() {
    begin();
    return body == null ? super.end() : body.end(Buffer.buffer());
  }

  @Override
  public Future<Void> end(Buffer chunk) {
    if (!begun) {
      lengthIs(chunk.length());
      atOnce = chunk.length() <= CodedBody.SLICE;
    }
    begin();
    return body == null ? super.end(chunk) : body.end(chunk);
  }

  /** All of it is here, so its length is known, whether or not it was said. */
  private void lengthIs(int length) {
    if (!headers().contains(HttpHeaders.CONTENT_LENGTH) && !out.isChunked()) {
      headers().set(HttpHeaders.CONTENT_LENGTH, Integer.toString(length));
    }
  }

  @Override
  public Future<Void> sendFile(String fileName, long offset, long length) {
    letThrough();
    return super.sendFile(fileName, offset, length);
  }

  @Override
  public Future<Void> sendFile(FileChannel channel, long offset, long length) {
    letThrough();
    return super.sendFile(channel, offset, length);
  }

  @Override
  public Future<Void> sendFile(RandomAccessFile file, long offset, long length) {
    letThrough();
    return super.sendFile(file, offset, length);
  }

  /** What the kernel sends is seen by nobody. */
  private void letThrough() {
    begun = true;
    exchange.completeHead();
  }

  @Override
  public boolean ended() {
    return super.ended() || (body != null && body.isEnding());
  }

  @Override
  public boolean writeQueueFull() {
    toldFull = super.writeQueueFull() || (body != null && body.isBusy());
    return toldFull;
  }

  @Override
  public HttpServerResponse drainHandler(Handler<Void> handler) {
    drainHandler = handler == null ? drained -> {} : handler;
    out.drainHandler(drained -> drain());
    return this;
  }

  private void drain() {
    if (toldFull && !out.ended() && !writeQueueFull()) {
      drainHandler.handle(null);
    }
  }

  /** The last moment before the head goes out: from here on it says what will come. */
  private void begin() {
    if (begun) {
      return;
    }
    begun = true;
    exchange.completeHead();
    MultiMap headers = headers();
    if (getStatusCode() == 304) {
      CodingRules.notModified(request.headers(), headers);
      return;
    }
    if (CodingRules.isCandidate(getStatusCode(), headers)) {
      CodingRules.addVary(headers);
      if (isUnderstood()) {
        code(headers);
      }
    }
  }

  /** HTTP/1.0 knows no chunks, and how long a coded body gets is not known. */
  private boolean isUnderstood() {
    return request.version() != HttpVersion.HTTP_1_0
        && !CodingRules.forbidsChange(request.headers());
  }

  private void code(MultiMap headers) {
    if (request.method().equals(HttpMethod.HEAD)) {
      CodingRules.code(headers, coding);
      return;
    }
    Optional<Encoder> encoder = encoders.quick(coding);
    if (encoder.isPresent()) {
      CodingRules.code(headers, coding);
      body = new CodedBody(request.context(), out, encoder.get(), this::drain);
      exchange.onEnd(ended -> body.close());
      out.setChunked(request.version() == HttpVersion.HTTP_1_1 && !atOnce);
    }
  }
}
