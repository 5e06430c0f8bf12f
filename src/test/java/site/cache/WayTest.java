package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How requests go on that the store cannot answer, and what the origin's answer means then. */
class WayTest {
  private static Way.Request request(String facts, String cacheControl) {
    return new Way.Request(
        facts.contains("head"),
        facts.contains("part"),
        facts.contains("conditional"),
        facts.contains("authorized"),
        Asked.of(cacheControl.isEmpty() ? List.of() : List.of(cacheControl), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', TOGETHER",
    "'', only-if-cached, NOWHERE",
    "head, only-if-cached, NOWHERE",
    "head, '', AS_HEAD",
    "head part, '', AS_HEAD",
    "part, '', AS_PART",
    "conditional, '', ALONE",
    "authorized, '', ALONE",
    "'', no-cache, ALONE",
    "'', max-age=5, ALONE",
  })
  void whatIsNotStoredIsAskedForTogetherWhereAllWouldGetTheSame(
      String facts, String cacheControl, Way way) {
    assertThat(Way.ofMiss(request(facts, cacheControl))).isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', false, TOGETHER",
    "authorized, '', false, TOGETHER",
    "conditional, '', false, TOGETHER",
    "part, '', false, TOGETHER",
    "'', '', true, ALONE",
    "'', no-cache, false, ALONE",
    "'', only-if-cached, false, NOWHERE",
    "head, '', false, AS_HEAD",
  })
  void whatIsStaleIsValidatedTogetherUnlessSomebodyWantsItEachTime(
      String facts, String cacheControl, boolean always, Way way) {
    assertThat(Way.ofValidation(request(facts, cacheControl), always)).isEqualTo(way);
  }

  @ParameterizedTest
  @CsvSource({
    "304, true, true, UNCHANGED",
    "304, false, true, NEW",
    "200, true, true, NEW",
    "500, true, true, COVERED_FAILURE",
    "502, false, true, COVERED_FAILURE",
    "503, false, false, NEW",
    "504, false, true, COVERED_FAILURE",
    "501, false, true, NEW",
    "404, false, true, NEW",
  })
  void aFailureIsCoveredWhereSomethingMayStandIn(
      int status, boolean validating, boolean covered, Meaning meaning) {
    assertThat(Meaning.of(status, validating, covered)).isEqualTo(meaning);
  }
}
