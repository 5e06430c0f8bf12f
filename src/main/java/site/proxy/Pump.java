package site.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import site.http.Backlog;

/**
 * Moves the bytes of one stream into another, end included, no faster than the other takes them.
 * Holds one piece at a time, whatever the size of the whole.
 */
final class Pump {
  private static final long NOT_KNOWN = -1;

  private final ReadStream<Buffer> from;
  private final Valve valve;
  private final WriteStream<Buffer> to;
  private final Deadline deadline;
  private final Promise<Void> read = Promise.promise();
  private final Backlog backlog = new Backlog(this::goOn);
  private Future<Void> written = Future.succeededFuture();
  private long length = NOT_KNOWN;
  private long bytes;
  private boolean waiting;
  private boolean stopped;
  private boolean toldEnd;
  private boolean keepsOpen;
  private Runnable beforeEnd = () -> {};
  private Runnable whenDrained = () -> {};

  /** Begins with {@link #run}; every piece that moves is a sign of life for the deadline. */
  Pump(ReadStream<Buffer> from, Valve valve, WriteStream<Buffer> to, Deadline deadline) {
    this.from = from;
    this.valve = valve;
    this.to = to;
    this.deadline = deadline;
  }

  /** With the length known the last piece and the end go out in one write. */
  Pump length(long exactly) {
    length = exactly;
    return this;
  }

  /** Runs right before the target is told of the end. */
  Pump beforeEnd(Runnable last) {
    beforeEnd = last;
    return this;
  }

  /** Tells the target nothing of the end. */
  Pump keepOpen() {
    keepsOpen = true;
    return this;
  }

  /**
   * Starts moving.
   *
   * @return done when the source has ended and all of it was given to the target; fails when the
   *     source broke off, and then the target was not ended
   */
  Future<Void> run() {
    from.handler(this::move);
    from.endHandler(v -> ended());
    from.exceptionHandler(read::tryFail);
    valve.open();
    return read.future();
  }

  /** Moves a piece that was taken from the source before. */
  void move(Buffer piece) {
    if (stopped) {
      return;
    }
    deadline.touch();
    bytes += piece.length();
    if (bytes == length) {
      tellEnd(piece);
      return;
    }
    written = to.write(piece);
    backlog.add(piece.length(), written);
    if (isFull()) {
      waiting = true;
      valve.close();
      to.drainHandler(v -> goOn());
    }
  }

  private boolean isFull() {
    return backlog.isFull() || to.writeQueueFull();
  }

  private void goOn() {
    if (waiting && !isFull()) {
      drained();
    }
  }

  /** Done when the target has put everything on the wire that it was given until now. */
  Future<Void> written() {
    return written;
  }

  /** Runs once, when the target takes more and the source was told to go on. */
  void onDrained(Runnable task) {
    whenDrained = task;
  }

  /** Whether the target is the one that keeps us waiting. */
  boolean isWaiting() {
    return waiting;
  }

  long bytes() {
    return bytes;
  }

  /** Moves no more and leaves the rest in the source. */
  void stop() {
    if (!isOver()) {
      valve.close();
    }
    stopped = true;
  }

  private boolean isOver() {
    return stopped || read.future().isComplete();
  }

  private void drained() {
    deadline.touch();
    waiting = false;
    // The source may serve another by now.
    if (!isOver()) {
      valve.open();
    }
    Runnable task = whenDrained;
    whenDrained = () -> {};
    task.run();
  }

  private void ended() {
    if (!stopped && !toldEnd && !keepsOpen) {
      tellEnd(null);
    }
    read.tryComplete();
  }

  private void tellEnd(Buffer last) {
    toldEnd = true;
    beforeEnd.run();
    written = last == null ? to.end() : to.end(last);
  }
}
