package site.deploy;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.concurrent.OutboundMessageQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Carries what an app writes to the event loop of its client's connection: in order, as many writes
 * as there are in one hop, and no more than the connection takes.
 */
final class FrontQueue extends OutboundMessageQueue<FrontQueue.Write> {

  /** One call on the connection's side and the promise the app holds for it. */
  record Write(Supplier<Future<Void>> call, PromiseInternal<Void> done) {}

  private final ContextInternal app;
  private final BooleanSupplier isFull;
  private final Runnable onDrained;

  /**
   * A queue for one exchange or WebSocket.
   *
   * @param isFull asked on the connection's event loop before each write
   * @param onDrained called on the app's context when the app may write again
   */
  FrontQueue(
      ContextInternal front, ContextInternal app, BooleanSupplier isFull, Runnable onDrained) {
    super(front.eventLoop());
    this.app = app;
    this.isFull = isFull;
    this.onDrained = onDrained;
  }

  /** Called from the app's threads; the future completes on the app's context. */
  Future<Void> call(Supplier<Future<Void>> call) {
    PromiseInternal<Void> done = app.promise();
    write(new Write(call, done));
    return done.future();
  }

  @Override
  public boolean test(Write write) {
    if (isFull.getAsBoolean()) {
      return false;
    }
    Hop.settle(attempt(write.call()), write.done());
    return true;
  }

  /** A connection that was closed meanwhile throws where an open one returns. */
  private static Future<Void> attempt(Supplier<Future<Void>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  @Override
  protected void handleDispose(Write write) {
    Hop.settle(Future.failedFuture(new HttpClosedException("Connection was closed")), write.done());
  }

  @Override
  protected void handleDrained() {
    Hop.to(app, onDrained);
  }
}
