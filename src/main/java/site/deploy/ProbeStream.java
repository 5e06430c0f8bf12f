package site.deploy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.stream.ChunkedInput;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpRequestHead;
import io.vertx.core.http.impl.HttpResponseHead;
import io.vertx.core.http.impl.HttpServerStream;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import site.http.HttpFailure;

/**
 * The end of the way where a client would be: asks without a body, and of the answer keeps what a
 * {@link Reply} is made of. Lives on one event loop of the server.
 */
final class ProbeStream extends StreamHandlers {
  /** What comes behind is nobody's business; an endless answer must end somewhere. */
  private static final long ENOUGH = 1 << 20;

  private static final int LONGEST_REASON = 200;

  private final ContextInternal front;
  private final Runnable onEnough;
  private final ProbeConnection connection;
  private final Buffer said = Buffer.buffer();
  private final long begun = System.nanoTime();
  private boolean asked;
  private int status;
  private long headNanos;
  private long bytes;

  /** {@code onEnough} is called when the rest of the answer need not come. */
  ProbeStream(ContextInternal front, Runnable onEnough) {
    this.front = front;
    this.onEnough = onEnough;
    this.connection = new ProbeConnection(front, onEnough);
  }

  void begin(HttpRequestHead head) {
    headHandler.handle(head);
  }

  /** What is known now; where a fault said nothing of itself, with this reason. */
  Reply reply(String reason) {
    Duration time = Duration.ofNanos((status == 0 ? System.nanoTime() : headNanos) - begun);
    String words = said.length() == 0 ? reason : said.toString();
    return new Reply(status, time, status == 0 || status >= 500 ? firstLine(words) : "");
  }

  /** The app's handler failed, or nobody took the request. */
  Reply reply(Throwable failure) {
    if (status == 0 && failure instanceof HttpFailure outcome) {
      status = outcome.status();
      headNanos = System.nanoTime();
    }
    return reply(String.valueOf(failure.getMessage()));
  }

  private static String firstLine(String text) {
    String line = text.strip().lines().findFirst().orElse("");
    String printable = line.replaceAll("\\p{Cntrl}", " ");
    return printable.length() <= LONGEST_REASON
        ? printable
        : printable.substring(0, LONGEST_REASON) + "…";
  }

  // The question has no body, and says so when it is first asked for one.

  @Override
  public HttpServerStream pause() {
    return this;
  }

  @Override
  public HttpServerStream fetch(long amount) {
    if (!asked) {
      asked = true;
      front.runOnContext(v -> trailersHandler.handle(MultiMap.caseInsensitiveMultiMap()));
    }
    return this;
  }

  // The answer.

  @Override
  public Future<Void> writeHead(HttpResponseHead head, Buffer chunk, boolean end) {
    if (head.statusCode() >= 200) {
      status = head.statusCode();
      headNanos = System.nanoTime();
    }
    return writeChunk(chunk, end);
  }

  @Override
  public Future<Void> writeChunk(Buffer chunk, boolean end) {
    if (chunk != null) {
      bytes += chunk.length();
      if (status >= 500 && said.length() < LONGEST_REASON * 4) {
        said.appendBuffer(chunk, 0, Math.min(chunk.length(), LONGEST_REASON * 4));
      }
    }
    if (bytes > ENOUGH && !end) {
      onEnough.run();
    }
    return front.succeededFuture();
  }

  @Override
  public Future<Void> writeHeaders(MultiMap trailers, boolean end) {
    return front.succeededFuture();
  }

  /** Files of apps come in chunks; see {@link FilePump}. */
  @Override
  public void sendFile(ChunkedInput<ByteBuf> file, Promise<Void> promise) {
    promise.fail("a probe takes no files");
  }

  @Override
  public Future<Void> writeFrame(int type, int flags, Buffer payload) {
    return front.succeededFuture();
  }

  @Override
  public Future<Void> writeReset(long code) {
    onEnough.run();
    return front.succeededFuture();
  }

  @Override
  public Future<Boolean> cancel() {
    return writeReset(0x8).map(true);
  }

  @Override
  public boolean isWritable() {
    return true;
  }

  @Override
  public long bytesWritten() {
    return bytes;
  }

  @Override
  public long bytesRead() {
    return 0;
  }

  @Override
  public long id() {
    return 1;
  }

  @Override
  public HttpVersion version() {
    return HttpVersion.HTTP_1_1;
  }

  @Override
  public ProbeConnection connection() {
    return connection;
  }

  @Override
  public ContextInternal context() {
    return front;
  }
}
