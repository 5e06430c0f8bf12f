package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InFlightTest {

  @Test
  void isEmptyOnlyWhenTheLastOneLeft() {
    InFlight inFlight = new InFlight(Promise.promise());
    inFlight.enter();
    inFlight.enter();

    Future<Void> empty = inFlight.retire();
    inFlight.leave();
    boolean early = empty.isComplete();
    inFlight.leave();

    assertThat(early).isFalse();
    assertThat(empty.succeeded()).isTrue();
  }

  @Test
  void letsNobodyInOnceRetired() {
    InFlight inFlight = new InFlight(Promise.promise());

    Future<Void> empty = inFlight.retire();

    assertThat(empty.succeeded()).isTrue();
    assertThat(inFlight.enter()).isFalse();
    assertThat(inFlight.count()).isZero();
  }

  @Test
  void neverCallsItselfEmptyWhileSomebodyIsIn() throws Exception {
    for (int round = 0; round < 200; round++) {
      InFlight inFlight = new InFlight(Promise.promise());
      AtomicInteger inside = new AtomicInteger();
      List<Integer> seenAtTheEnd = new ArrayList<>();
      Thread worker =
          new Thread(
              () -> {
                while (inFlight.enter()) {
                  inside.incrementAndGet();
                  inside.decrementAndGet();
                  inFlight.leave();
                }
              });
      worker.start();

      inFlight.retire().onComplete(v -> seenAtTheEnd.add(inside.get()));
      worker.join();

      assertThat(seenAtTheEnd).containsExactly(0);
    }
  }
}
