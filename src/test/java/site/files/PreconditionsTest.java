package site.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.files.Preconditions.Outcome;

class PreconditionsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Instant MODIFIED = Instant.parse("2026-05-26T14:00:00Z");

  /** What the rows call a date, in the form it is sent. */
  private static final Map<String, String> DATES =
      Map.of(
          "before", "Tue, 26 May 2026 13:59:59 GMT",
          "same", "Tue, 26 May 2026 14:00:00 GMT",
          "same850", "Tuesday, 26-May-26 14:00:00 GMT",
          "sameasc", "Tue May 26 14:00:00 2026",
          "after", "Tue, 26 May 2026 14:00:01 GMT",
          "future", "Sat, 26 May 2040 14:00:00 GMT",
          "junk", "last week");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # no condition
                                                          | WHOLE
          range=y                                         | RANGE
          # step 1: If-Match, by strong comparison
          if-match="a"                                    | WHOLE
          if-match="b"                                    | FAILED
          if-match=*                                      | WHOLE
          if-match=W/"a"                                  | FAILED
          if-match="b", "a"                               | WHOLE
          if-match="b","a,c",W/"a"                        | FAILED
          if-match=a                                      | FAILED
          if-match=                                       | FAILED
          if-match="a" & range=y                          | RANGE
          if-match="b" & range=y                          | FAILED
          if-match="b" & if-none-match="a"                | FAILED
          # step 2: If-Unmodified-Since, only without If-Match
          if-unmodified-since=before                      | FAILED
          if-unmodified-since=same                        | WHOLE
          if-unmodified-since=same850                     | WHOLE
          if-unmodified-since=sameasc                     | WHOLE
          if-unmodified-since=after                       | WHOLE
          if-unmodified-since=junk                        | WHOLE
          if-match="a" & if-unmodified-since=before       | WHOLE
          if-match="b" & if-unmodified-since=after        | FAILED
          if-unmodified-since=same & range=y              | RANGE
          if-unmodified-since=before & if-none-match="a"  | FAILED
          # step 3: If-None-Match, by weak comparison
          if-none-match="a"                               | NOT_MODIFIED
          if-none-match=W/"a"                             | NOT_MODIFIED
          if-none-match="b"                               | WHOLE
          if-none-match=*                                 | NOT_MODIFIED
          if-none-match="b", W/"a"                        | NOT_MODIFIED
          if-none-match="b","a"                           | NOT_MODIFIED
          if-none-match=,,"a",                            | NOT_MODIFIED
          if-none-match="b,\\"a\\""                       | WHOLE
          if-none-match=a                                 | WHOLE
          if-none-match=w/"a"                             | WHOLE
          if-none-match="a                                | WHOLE
          if-none-match=                                  | WHOLE
          if-none-match="a" & range=y                     | NOT_MODIFIED
          if-none-match="b" & range=y                     | RANGE
          # step 4: If-Modified-Since, only without If-None-Match
          if-modified-since=before                        | WHOLE
          if-modified-since=same                          | NOT_MODIFIED
          if-modified-since=same850                       | NOT_MODIFIED
          if-modified-since=sameasc                       | NOT_MODIFIED
          if-modified-since=after                         | NOT_MODIFIED
          if-modified-since=future                        | NOT_MODIFIED
          if-modified-since=junk                          | WHOLE
          if-none-match="b" & if-modified-since=same      | WHOLE
          if-none-match="a" & if-modified-since=before    | NOT_MODIFIED
          if-modified-since=same & range=y                | NOT_MODIFIED
          if-match="a" & if-none-match="a"                | NOT_MODIFIED
          if-unmodified-since=same & if-modified-since=same | NOT_MODIFIED
          # step 5: If-Range, by strong comparison
          range=y & if-range="a"                          | RANGE
          range=y & if-range="b"                          | WHOLE
          range=y & if-range=W/"a"                        | WHOLE
          range=y & if-range=*                            | WHOLE
          range=y & if-range=same                         | RANGE
          range=y & if-range=same850                      | RANGE
          range=y & if-range=before                       | WHOLE
          range=y & if-range=after                        | WHOLE
          range=y & if-range=junk                         | WHOLE
          if-range="a"                                    | WHOLE
          range=y & if-match="a" & if-range="b"           | WHOLE
          """)
  void followsTheStepsOfRfc9110(String request, Outcome expected) {
    var have = new Validators("\"a\"", MODIFIED);

    assertThat(Preconditions.evaluate(conditions(request), have, NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if-match="a"                | FAILED
          if-match=W/"a"              | FAILED
          if-match=*                  | WHOLE
          if-none-match="a"           | NOT_MODIFIED
          if-none-match=W/"a"         | NOT_MODIFIED
          if-modified-since=future    | WHOLE
          if-unmodified-since=before  | WHOLE
          range=y & if-range=W/"a"    | WHOLE
          range=y & if-range="a"      | WHOLE
          range=y & if-range=same     | WHOLE
          range=y                     | RANGE
          """)
  void trustsAWeakTagForNoPartAndAMissingDateForNothing(String request, Outcome expected) {
    var have = new Validators("W/\"a\"", null);

    assertThat(Preconditions.evaluate(conditions(request), have, NOW)).isEqualTo(expected);
  }

  @Test
  void readsAListOfAnyLength() {
    var asked = conditions("if-none-match=" + "\"b\", ".repeat(5000) + "\"a\"");

    var outcome = Preconditions.evaluate(asked, new Validators("\"a\"", MODIFIED), NOW);

    assertThat(outcome).isEqualTo(Outcome.NOT_MODIFIED);
  }

  private static Conditions conditions(String request) {
    Map<String, String> fields = new TreeMap<>();
    for (String field : (request == null ? "" : request).split(" & ", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        String value = field.substring(equals + 1);
        fields.put(field.substring(0, equals), DATES.getOrDefault(value, value));
      }
    }
    return new Conditions(
        fields.get("if-match"),
        fields.get("if-unmodified-since"),
        fields.get("if-none-match"),
        fields.get("if-modified-since"),
        fields.get("range"),
        fields.get("if-range"));
  }
}
