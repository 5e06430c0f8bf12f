package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  private static final List<String> KNOWN =
      List.of("to", "routes", "rewrite", "redirect", "strip-prefix", "unknown_name");

  @ParameterizedTest
  @CsvSource({
    "rotues, routes",
    "route, routes",
    "Routes, routes",
    "redirct, redirect",
    "strip_prefix, strip-prefix",
    "stripprefix, strip-prefix",
    "unknown-name, unknown_name",
    "too, to",
  })
  void aSlipIsForgiven(String written, String meant) {
    assertThat(DidYouMean.nearest(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "''", "listeners", "retrospective"})
  void aWordThatIsFarFromAllIsLeftAlone(String written) {
    assertThat(DidYouMean.nearest(written, KNOWN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', abc, 3",
    "abc, abc, 0",
    "abc, acb, 1",
    "abc, abd, 1",
    "abc, ab, 1",
    "ca, abc, 3"
  })
  void theDistanceCountsLettersToChange(String a, String b, int distance) {
    assertThat(DidYouMean.distance(a, b)).isEqualTo(distance);
    assertThat(DidYouMean.distance(b, a)).isEqualTo(distance);
  }
}
