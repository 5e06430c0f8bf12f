package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VaryTest {
  private static Function<String, List<String>> request(String name, String values) {
    List<String> lines = values == null ? List.of() : List.of(values.split("&&", -1));
    return asked -> Map.of(name, lines).getOrDefault(asked, List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          foo | 1 | 1 | true
          foo | 1 | 2 | false
          foo | 1 |  | false
          foo |  | 1 | false
          foo |  |  | true
          foo | 1, 2 | 1&&2 | true
          foo | 1,2 | 1 ,  2 | true
          foo | 1, 2 | 2, 1 | false
          foo | A | a | false
          accept-language | en, de | de,EN | true
          accept-language | en, de | en, de;q=0.5 | false
          accept-language | en;q=1, de | en, de | true
          accept-encoding | gzip, br | br, gzip | true
          accept-encoding | gzip, br | GZIP , br ; q=1.0 | true
          accept-encoding | gzip | gzip, br | false
          accept-encoding | gzip;q=0 | gzip | false
          accept-encoding | gzip |  | false
          cookie | a=1, b=2 | a=1,b=2 | false
          user-agent | a (b, c) | a (b,c) | false
          """)
  void aRequestMatchesWhenItSaysTheSameInTheFieldsThatCount(
      String field, String stored, String asked, boolean matches) {
    Vary vary = Vary.of(Fields.of("vary", field), request(field, stored));

    assertThat(vary.matches(request(field, asked))).isEqualTo(matches);
  }

  @Test
  void fieldsThatAreNotNamedDoNotCount() {
    Vary vary = Vary.of(Fields.of("vary", "A, B", "vary", "C"), request("x", "1"));

    assertThat(vary.names()).containsExactly("a", "b", "c");
    assertThat(vary.matches(request("x", "2"))).isTrue();
    assertThat(vary.matches(request("c", "2"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock = "*;true\n' * ';true\n'a, *';true\n', *';true\n'*, *';true\na;false\n'';false")
  void aStarAnywhereDependsOnAnything(String vary, boolean anything) {
    assertThat(Vary.isAnything(Fields.of("vary", vary))).isEqualTo(anything);
  }
}
