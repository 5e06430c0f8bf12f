package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Sun, 06 Nov 1994 08:49:37 GMT  | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 1994       | 1994-11-06T08:49:37Z
          Wed Nov 16 08:49:37 1994       | 1994-11-16T08:49:37Z
          Thu, 01 Jan 1970 00:00:00 GMT  | 1970-01-01T00:00:00Z
          Sat, 29 Feb 2020 23:59:59 GMT  | 2020-02-29T23:59:59Z
          Thursday, 01-Jan-71 00:00:00 GMT | 2071-01-01T00:00:00Z
          Tuesday, 01-Jan-80 00:00:00 GMT | 1980-01-01T00:00:00Z
          """)
  void readsAllThreeForms(String text, Instant expected) {

    assertThat(HttpDate.parse(text, NOW)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "0",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
      })
  void takesNothingElseForADate(String text) {
    assertThat(HttpDate.parse(text, NOW)).isEmpty();
  }

  @Test
  void writesTheFixedForm() {
    assertThat(HttpDate.format(Instant.parse("2026-01-02T03:04:05.999Z")))
        .isEqualTo("Fri, 02 Jan 2026 03:04:05 GMT");
  }
}
