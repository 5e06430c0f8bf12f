package site.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersTest {
  private final Counters counters = new Counters();

  @Test
  void eventsAreCountedByName() {
    counters.count("quotes");
    counters.count("quotes", 2);
    counters.count("builds");

    assertThat(counters.numbers()).containsEntry("quotes", 3L).containsEntry("builds", 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Quotes", "9lives", "a-b", "a\"b", "ünder"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatIllegalArgumentException().isThrownBy(() -> counters.count(name));
  }

  @Test
  void furtherNamesAreNotCounted() {
    for (int i = 0; i < Counters.MOST_NAMES + 10; i++) {
      counters.count("event_" + i);
    }
    counters.count("event_0");

    assertThat(counters.numbers()).hasSize(Counters.MOST_NAMES).containsEntry("event_0", 2L);
  }
}
