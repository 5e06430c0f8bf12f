package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmptyBodyTest {
  private final Vertx vertx = Vertx.vertx();
  private final ContextInternal app = ((VertxInternal) vertx).createEventLoopContext();
  private final AtomicInteger told = new AtomicInteger();
  private final EmptyBody body = new EmptyBody(app, told::incrementAndGet);

  @AfterEach
  void stop() {
    Host.await(vertx.close());
  }

  /** Runs the task on the app's context, and all that it left to be done there. */
  private void onApp(Runnable task) {
    Promise<Void> done = Promise.promise();
    app.runOnContext(
        v -> {
          task.run();
          app.runOnContext(later -> done.complete());
        });
    Host.await(done.future());
  }

  @Test
  void endsBehindTheHead() {
    onApp(body::end);

    assertThat(told).hasValue(1);
  }

  @Test
  void endsWhenItIsResumed() {
    body.pause();
    onApp(body::end);
    int whilePaused = told.get();

    onApp(body::resume);

    assertThat(whilePaused).isZero();
    assertThat(told).hasValue(1);
  }

  @Test
  void doesNotEndBeforeTheHeadIsThere() {
    onApp(body::resume);

    assertThat(told).hasValue(0);
  }

  @Test
  void endsOnce() {
    onApp(body::end);

    onApp(body::resume);

    assertThat(told).hasValue(1);
  }
}
