package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrontQueueTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal front = ((VertxInternal) vertx).createEventLoopContext();
  private final ContextInternal app = ((VertxInternal) vertx).createEventLoopContext();
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile boolean full;
  private final FrontQueue queue =
      new FrontQueue(front, front.nettyEventLoop(), app, () -> full, drained::countDown);
  private final List<Integer> written = new ArrayList<>();

  @AfterEach
  void stop() {
    Host.await(vertx.close());
  }

  @Test
  void writesInOrderOnTheConnectionsThread() {
    List<Future<Void>> writes =
        IntStream.range(0, 1000).mapToObj(number -> queue.call(() -> write(number))).toList();

    Host.await(Future.all(writes));

    assertThat(written).isEqualTo(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void writesOnTheConnectionsContextAsTheEndOfAResponseMayNeedIt() {
    AtomicReference<Vertx> found = new AtomicReference<>();

    Host.await(
        queue.call(
            () -> {
              found.set(Vertx.currentContext().owner());
              return Future.succeededFuture();
            }));

    assertThat(found).hasValue(vertx);
  }

  @Test
  void pausesTheAppUntilTheConnectionTakesMore() throws Exception {
    full = true;

    AtomicInteger accepted = new AtomicInteger();
    while (queue.isWritable()) {
      int number = accepted.getAndIncrement();
      queue.call(() -> write(number));
    }
    full = false;
    front.runOnContext(v -> queue.drain());

    assertThat(accepted).hasValue(16);
    assertThat(drained.await(30, TimeUnit.SECONDS)).isTrue();
    Host.await(queue.call(() -> write(16)));
    assertThat(written).hasSize(17);
  }

  @Test
  void failsWhatWaitsWhenTheConnectionIsGone() {
    full = true;
    Future<Void> waiting = queue.call(() -> write(1));
    front.runOnContext(v -> queue.close());
    Future<Void> late = waiting.transform(result -> queue.call(() -> write(2)));

    Host.await(late.otherwiseEmpty());

    assertThat(waiting.cause()).isInstanceOf(HttpClosedException.class);
    assertThat(late.cause()).isInstanceOf(HttpClosedException.class);
    assertThat(written).isEmpty();
  }

  @Test
  void mayBeClosedByAWriteThatEndsTheExchange() {
    Future<Void> last = queue.call(this::writeAndClose);
    Future<Void> late = last.compose(v -> queue.call(() -> write(2)));

    Host.await(late.otherwiseEmpty());

    assertThat(last.succeeded()).isTrue();
    assertThat(late.cause()).isInstanceOf(HttpClosedException.class);
  }

  @Test
  void failsAWriteThatThrows() {
    Future<Void> failed =
        queue.call(
            () -> {
              throw new IllegalStateException("Response has already been written");
            });

    Host.await(failed.otherwiseEmpty());

    assertThat(failed.cause()).hasMessage("Response has already been written");
  }

  private Future<Void> write(int number) {
    assertThat(front.inThread()).isTrue();
    written.add(number);
    return Future.succeededFuture();
  }

  private Future<Void> writeAndClose() {
    queue.close();
    return write(1);
  }
}
