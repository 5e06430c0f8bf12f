package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DebtsTest {
  private final AtomicLong clock = new AtomicLong(-5);
  private final Debts debts = new Debts(clock::get);
  private final Gcra rule = new Gcra(1_000, 10);

  @Test
  void oneClientsDebtIsNotAnothers() {
    for (int i = 0; i < 11; i++) {
      debts.take("greedy", rule);
    }

    assertThat(debts.look("greedy", rule).passes()).isFalse();
    assertThat(debts.look("modest", rule).remaining()).isEqualTo(10);
  }

  @Test
  void timePaysIt() {
    for (int i = 0; i < 10; i++) {
      debts.take("a", rule);
    }
    assertThat(debts.take("a", rule).passes()).isFalse();

    clock.addAndGet(1_000);

    assertThat(debts.take("a", rule).passes()).isTrue();
    assertThat(debts.take("a", rule).passes()).isFalse();
  }

  @Test
  void aFloodOfOthersDoesNotMakeItForgotten() {
    for (int i = 0; i < 10; i++) {
      debts.take("greedy", rule);
    }

    for (int i = 0; i < 300_000; i++) {
      debts.take("other" + i, rule);
    }

    assertThat(debts.take("greedy", rule).passes()).isFalse();
  }

  @Test
  void aThousandWhoOweDoNotMakeOthersWait() {
    for (int i = 0; i < 1_000; i++) {
      for (int k = 0; k < 10; k++) {
        debts.take("greedy" + i, rule);
      }
    }

    long refused =
        IntStream.range(0, 10_000).filter(i -> !debts.look("modest" + i, rule).passes()).count();

    assertThat(refused).isLessThan(50);
  }

  @Test
  void loopsTogetherLetNoMoreThroughThanOneWould() throws Exception {
    var strict = new Gcra(1_000_000, 1_000);
    ExecutorService loops = Executors.newFixedThreadPool(4);
    try {
      Callable<Long> loop =
          () -> IntStream.range(0, 1_000).filter(i -> debts.take("same", strict).passes()).count();

      long passed = 0;
      for (Future<Long> one : loops.invokeAll(List.of(loop, loop, loop, loop))) {
        passed += one.get();
      }

      assertThat(passed).isEqualTo(1_000);
    } finally {
      loops.shutdownNow();
    }
  }
}
