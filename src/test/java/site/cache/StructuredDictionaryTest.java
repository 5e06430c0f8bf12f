package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StructuredDictionaryTest {
  @Test
  void membersHaveNumbersTextsTokensOrNothing() {
    assertThat(StructuredDictionary.parse(List.of("max-age=60, private, a=\"b, c\";p=1, d=tok")))
        .contains(Map.of("max-age", "60", "private", "", "a", "b, c", "d", "tok"));
  }

  @Test
  void severalLinesAreOneDictionaryAndTheLastOfANameCounts() {
    assertThat(StructuredDictionary.parse(List.of("max-age=1", "max-age=2")))
        .contains(Map.of("max-age", "2"));
  }

  @Test
  void whatIsFalseIsNotThereAndWhatIsTrueHasNoValue() {
    assertThat(StructuredDictionary.parse(List.of("no-store=?0, private=?1")))
        .contains(Map.of("private", ""));
  }

  @Test
  void aQuotedNumberIsATextAndNoNumber() {
    Map<String, String> read = StructuredDictionary.parse(List.of("max-age=\"60\"")).orElseThrow();

    assertThat(Directives.of(read).seconds("max-age")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MaX-aGe=60",
        "max-age =60",
        "max-age= 60",
        "max-age=60,",
        "max-age=60 private",
        "max-age=60, &&&",
        "max-age=\"60",
        "max-age=6.",
        "max-age=-",
        "max-age=?2",
        "max-age=1234567890123456",
        "=60",
        "a=\"\u00e4\"",
        "a=\"\\x\""
      })
  void oneMistakeMakesAllOfItUnreadable(String line) {
    assertThat(StructuredDictionary.parse(List.of(line))).isEmpty();
  }
}
