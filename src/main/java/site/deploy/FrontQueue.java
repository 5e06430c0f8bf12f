package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Carries what an app writes to the event loop of its client's connection: in order, as many writes
 * as there are in one hop, and no more than the connection takes.
 */
final class FrontQueue {
  /** So many writes may wait before the app is told to pause, and so few before it may go on. */
  private static final int HIGH = 16;

  private static final int LOW = 8;

  private record Write(Supplier<Future<Void>> call, PromiseInternal<Void> done) {}

  private final ContextInternal front;
  private final Executor home;
  private final ContextInternal app;
  private final BooleanSupplier isFull;
  private final Runnable onDrained;
  private final Queue<Write> writes = new ConcurrentLinkedQueue<>();

  /** Whoever raises it from 0 owes the event loop a {@link #drain}. */
  private final AtomicInteger waiting = new AtomicInteger();

  private volatile boolean appPauses;

  // Touched on the event loop only.
  private boolean draining;
  private boolean closed;

  /**
   * A queue for one exchange or WebSocket.
   *
   * @param front the connection's context, on which is written
   * @param home takes tasks to its event loop, in the order they are given
   * @param isFull asked on the connection's event loop before each write
   * @param onDrained called on the app's context when an app that was told to pause may write again
   */
  FrontQueue(
      ContextInternal front,
      Executor home,
      ContextInternal app,
      BooleanSupplier isFull,
      Runnable onDrained) {
    this.front = front;
    this.home = home;
    this.app = app;
    this.isFull = isFull;
    this.onDrained = onDrained;
  }

  /** Called from the app's threads; the future completes on the app's context. */
  Future<Void> call(Supplier<Future<Void>> call) {
    PromiseInternal<Void> done = app.promise();
    writes.add(new Write(call, done));
    if (waiting.getAndIncrement() == 0) {
      home.execute(() -> front.emit(v -> drain()));
    }
    return done.future();
  }

  /** Whether the app should go on writing; when told no, it will be told when. */
  boolean isWritable() {
    if (waiting.get() < HIGH) {
      return true;
    }
    appPauses = true;
    return waiting.get() < HIGH; // again, as the last of them may have gone through in between
  }

  /** Writes what the connection takes; called again on its event loop when it takes more. */
  void drain() {
    if (draining) {
      return; // a write that ends the exchange closes this queue from within
    }
    draining = true;
    try {
      while (waiting.get() > 0 && (closed || !isFull.getAsBoolean())) {
        perform(writes.remove());
        waiting.decrementAndGet();
      }
    } finally {
      draining = false;
    }
    if (appPauses && waiting.get() <= LOW) {
      appPauses = false;
      Hop.to(app, onDrained);
    }
  }

  private void perform(Write write) {
    Hop.settle(closed ? gone() : attempt(write.call()), write.done());
  }

  /** A connection that was closed meanwhile throws where an open one returns. */
  private static Future<Void> attempt(Supplier<Future<Void>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static Future<Void> gone() {
    return Future.failedFuture(new HttpClosedException("Connection was closed"));
  }

  /** Fails what waits and what is still to come; on the event loop. */
  void close() {
    closed = true;
    drain();
  }
}
