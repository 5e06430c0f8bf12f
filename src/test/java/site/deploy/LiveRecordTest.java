package site.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.deploy.LiveRecord.Good;

class LiveRecordTest {
  private static Good good(int revision, String digest) {
    return new Good(revision, digest, digest + "-stored");
  }

  /** The live revision is made of {@code v1}, decided on while {@code v2} was configured. */
  @ParameterizedTest
  @CsvSource({
    "v2, true", // nobody has touched the configured files since
    "v1, true", // they became what serves already
    "v3, false", // somebody has put a newer version there
    "'', false" // they are gone
  })
  void whoeverSpokeLastIsRight(String configured, boolean stands) {
    LiveRecord record = LiveRecord.NONE.serving(good(1, "v1"), "v2");

    assertThat(record.standsAgainst(configured)).isEqualTo(stands);
  }

  @Test
  void withoutARevisionNothingStands() {
    assertThat(LiveRecord.NONE.standsAgainst("")).isFalse();
  }

  @Test
  void remembersTheLastThree() {
    LiveRecord record = LiveRecord.NONE;
    for (int i = 1; i <= 5; i++) {
      record = record.serving(good(i, "v" + i), "v" + i);
    }

    assertThat(record.history()).extracting(Good::revision).containsExactly(3, 4, 5);
    assertThat(record.previous()).contains(good(4, "v4"));
  }

  @Test
  void goingBackForgetsWhatCameAfterButNotItsNumber() {
    LiveRecord record =
        LiveRecord.NONE
            .serving(good(1, "v1"), "v1")
            .serving(good(2, "v2"), "v2")
            .serving(good(3, "v3"), "v3");

    LiveRecord back = record.serving(good(2, "v2"), "v3");

    assertThat(back.history()).extracting(Good::revision).containsExactly(1, 2);
    assertThat(back.last()).isEqualTo(3);
    assertThat(back.standsAgainst("v3")).isTrue();
  }

  @Test
  void isTheSameAfterItWasWritten() {
    LiveRecord record =
        new LiveRecord("abc", List.of(good(7, "v7"), good(9, "v9")), 12).against("def");

    assertThat(LiveRecord.parse(record.text())).isEqualTo(record);
  }
}
