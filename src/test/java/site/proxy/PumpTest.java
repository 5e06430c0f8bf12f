package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** How far a source may be ahead of whoever reads. */
class PumpTest {
  private static final Buffer PIECE = Buffer.buffer(new byte[64 * 1024]);

  private final Reader reader = new Reader();
  private final Gate gate = new Gate();
  private final Pump pump = new Pump(null, gate, reader, new Deadline(() -> {}));

  /** Never calls itself full, as Vert.x' streams do not before there are sixteen pieces. */
  private static final class Reader implements WriteStream<Buffer> {
    final Queue<Promise<Void>> unread = new ArrayDeque<>();

    @Override
    public Future<Void> write(Buffer piece) {
      Promise<Void> promise = Promise.promise();
      unread.add(promise);
      return promise.future();
    }

    @Override
    public Future<Void> end() {
      return Future.succeededFuture();
    }

    @Override
    public boolean writeQueueFull() {
      return false;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int most) {
      return this;
    }

    @Override
    public WriteStream<Buffer> drainHandler(Handler<Void> handler) {
      return this;
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
      return this;
    }
  }

  private static final class Gate implements Valve {
    boolean open = true;

    @Override
    public void close() {
      open = false;
    }

    @Override
    public void open() {
      open = true;
    }
  }

  @Test
  void theSourceIsHeldBackByBytesAndGoesOnWhenTheyAreTaken() {
    pump.move(PIECE);
    pump.move(PIECE);
    assertThat(gate.open).isTrue();

    pump.move(PIECE);
    assertThat(gate.open).isFalse();
    assertThat(pump.isWaiting()).isTrue();

    reader.unread.remove().complete();
    assertThat(gate.open).isFalse();
    reader.unread.remove().complete();
    assertThat(gate.open).isTrue();
    assertThat(pump.isWaiting()).isFalse();
  }
}
