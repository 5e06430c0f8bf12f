package site.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameBudgetTest {
  private final AtomicLong now = new AtomicLong();
  private final FrameBudget budget = new FrameBudget(now::get);

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 2, HTTP2_EMPTY_FRAMES",
    "2, 0, 5, 1000, HTTP2_PRIORITIES",
    "3, 0, 4, 200, HTTP2_RESETS",
    "4, 0, 0, 100, HTTP2_SETTINGS",
    "4, 1, 0, 100, HTTP2_SETTINGS",
    "6, 0, 8, 1000, HTTP2_PINGS",
    "8, 0, 4, 10000, HTTP2_WINDOW_UPDATES",
    "9, 0, 1, 10, HTTP2_CONTINUATIONS",
    "7, 0, 8, 1000, HTTP2_OTHER_FRAMES",
    "170, 0, 0, 1000, HTTP2_OTHER_FRAMES",
  })
  void soManyFramesAreBorneAndOneMoreIsNot(
      int type, int flags, int length, int borne, Limit limit) {
    for (int i = 0; i < borne; i++) {
      assertThat(budget.take(type, flags, length)).isEmpty();
    }

    assertThat(budget.take(type, flags, length)).contains(limit);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 1", "0, 1, 0", "1, 4, 10", "9, 4, 1024"})
  void framesThatCarryRequestsAreNotCounted(int type, int flags, int length) {
    for (int i = 0; i < 100_000; i++) {
      assertThat(budget.take(type, flags, length)).isEmpty();
    }
  }

  @Test
  void tenSecondsLaterTheCountBeginsAnew() {
    for (int i = 0; i < 200; i++) {
      budget.take(Frame.RST_STREAM, 0, 4);
    }
    now.addAndGet(Duration.ofSeconds(10).toNanos());

    for (int i = 0; i < 200; i++) {
      assertThat(budget.take(Frame.RST_STREAM, 0, 4)).isEmpty();
    }
    assertThat(budget.take(Frame.RST_STREAM, 0, 4)).contains(Limit.HTTP2_RESETS);
  }

  @Test
  void whoIsSentMuchMayMeasureTheWayOften() {
    for (int i = 0; i < 100_000; i++) {
      budget.sent(); // our acknowledgement
      budget.sent();

      assertThat(budget.take(Frame.PING, 0, 8)).isEmpty();
      assertThat(budget.take(Frame.WINDOW_UPDATE, 0, 4)).isEmpty();
    }
  }

  @Test
  void acknowledgementsOfPingsAllowNoMoreOfThem() {
    Optional<Limit> end = Optional.empty();

    for (int i = 0; i < 1_001; i++) {
      end = budget.take(Frame.PING, 0, 8);
      budget.sent();
    }

    assertThat(end).contains(Limit.HTTP2_PINGS);
  }
}
