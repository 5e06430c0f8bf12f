package site.http;

import static org.assertj.core.api.Assertions.assertThat;
import static site.http.Backlog.MOST;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import org.junit.jupiter.api.Test;

/** How many bytes may wait for a slow reader. */
class BacklogTest {
  private int drained;
  private final Backlog backlog = new Backlog(() -> drained++);

  @Test
  void whatIsWrittenAtOnceNeverFillsIt() {
    for (int i = 0; i < 100; i++) {
      backlog.add(MOST, Future.succeededFuture());
    }

    assertThat(backlog.isFull()).isFalse();
    assertThat(drained).isZero();
  }

  @Test
  void itIsFullBeyondItsSizeUntilHalfOfItIsFreeAndSaysSoOnce() {
    Promise<Void> first = Promise.promise();
    Promise<Void> second = Promise.promise();
    backlog.add(MOST, first.future());
    assertThat(backlog.isFull()).isFalse();
    backlog.add(MOST / 2, second.future());
    assertThat(backlog.isFull()).isTrue();
    backlog.add(1, Promise.<Void>promise().future());

    second.complete();
    assertThat(backlog.isFull()).isTrue();
    assertThat(drained).isZero();

    first.complete();
    assertThat(backlog.isFull()).isFalse();
    assertThat(drained).isEqualTo(1);
  }

  @Test
  void nobodyIsCalledWhoDidNotAsk() {
    Promise<Void> written = Promise.promise();
    backlog.add(2 * MOST, written.future());

    written.complete();

    assertThat(drained).isZero();
  }

  @Test
  void whatAllStreamsHoldIsCountedUntilItIsWrittenOrLost() {
    Promise<Void> written = Promise.promise();
    Promise<Void> lost = Promise.promise();
    long before = Backlog.ofAll();

    backlog.add(100, written.future());
    new Backlog(() -> {}).add(10, lost.future());
    assertThat(Backlog.ofAll() - before).isEqualTo(110);

    written.complete();
    lost.fail("gone");
    assertThat(Backlog.ofAll() - before).isZero();
  }

  @Test
  void whatCannotBeWrittenFreesNothing() {
    Promise<Void> lost = Promise.promise();
    backlog.add(2 * MOST, lost.future());
    assertThat(backlog.isFull()).isTrue();

    lost.fail("gone");

    assertThat(backlog.isFull()).isTrue();
    assertThat(drained).isZero();
  }
}
