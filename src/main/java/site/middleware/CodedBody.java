package site.middleware;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayDeque;
import java.util.Queue;
import site.http.coding.Encoder;
import site.http.coding.Encoder.Then;

/**
 * Codes a body while it is written. A slice is coded in each turn of the event loop, so a large
 * body holds up nobody for long; what was written when a turn ends is sent, so that answers which
 * go on for hours are not held back.
 */
final class CodedBody {
  /** As much as is coded at once, in bytes: that takes well below a millisecond. */
  static final int SLICE = 32 * 1024;

  private static final int MOST_WAITING = 4;

  private static final Buffer NOTHING = Buffer.buffer();

  private final Context context;
  private final HttpServerResponse out;
  private final Encoder encoder;
  private final Runnable drained;
  private final Queue<Slice> waiting = new ArrayDeque<>();
  private boolean turning;
  private boolean unflushed;
  private boolean ending;
  private boolean closed;

  /** A piece of the body; the promise is kept when it is written. */
  private record Slice(Buffer bytes, boolean last, Promise<Void> written) {}

  /**
   * A body.
   *
   * @param drained called when no slice is waiting any more
   */
  CodedBody(Context context, HttpServerResponse out, Encoder encoder, Runnable drained) {
    this.context = context;
    this.out = out;
    this.encoder = encoder;
    this.drained = drained;
  }

  Future<Void> write(Buffer piece) {
    return put(piece, false);
  }

  Future<Void> end(Buffer piece) {
    ending = true;
    return put(piece, true);
  }

  /** Whether the end was written, if not sent. */
  boolean isEnding() {
    return ending;
  }

  /** Whether more slices wait for their turn than should. */
  boolean isBusy() {
    return waiting.size() > MOST_WAITING;
  }

  /** Gives its memory back, however the response ended. */
  void close() {
    if (!closed) {
      closed = true;
      encoder.close();
      waiting.forEach(slice -> slice.written.tryFail(over()));
      waiting.clear();
    }
  }

  private Future<Void> put(Buffer piece, boolean last) {
    if (closed) {
      return Future.failedFuture(over());
    }
    Promise<Void> written = Promise.promise();
    int from = 0;
    for (; piece.length() - from > SLICE; from += SLICE) {
      waiting.add(new Slice(piece.slice(from, from + SLICE), false, Promise.promise()));
    }
    waiting.add(new Slice(piece.slice(from, piece.length()), last, written));
    if (!turning) {
      takeTurn();
    }
    return written.future();
  }

  private static HttpClosedException over() {
    return new HttpClosedException("the response is over");
  }

  private void takeTurn() {
    Slice slice = waiting.poll();
    if (slice != null && !closed) {
      code(slice);
    }
    if (closed) {
      return;
    }
    boolean wasTurning = turning;
    turning = !waiting.isEmpty() || unflushed;
    if (turning) {
      context.runOnContext(next -> nextTurn());
    } else if (wasTurning) {
      drained.run();
    }
  }

  private void nextTurn() {
    if (waiting.isEmpty()) {
      flush();
    }
    takeTurn();
  }

  private void code(Slice slice) {
    try {
      Buffer coded = encoder.encode(slice.bytes, slice.last ? Then.FINISH : Then.CONTINUE);
      unflushed = !slice.last;
      send(coded, slice.last).onComplete(slice.written);
    } catch (RuntimeException e) {
      unflushed = false;
      slice.written.fail(e);
      out.cancel();
    }
  }

  private void flush() {
    if (unflushed && !closed) {
      unflushed = false;
      send(encoder.encode(NOTHING, Then.FLUSH), false);
    }
  }

  private Future<Void> send(Buffer coded, boolean last) {
    if (last) {
      return out.end(coded);
    }
    if (coded.length() > 0) {
      return out.write(coded);
    }
    return out.headWritten() ? Future.succeededFuture() : out.writeHead();
  }
}
