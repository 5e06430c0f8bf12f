package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.cache.Selection.Conditions;

class SelectionTest {
  private static final Instant NOW = Instant.parse("2026-05-26T14:00:00Z");
  private static final Fields FIELDS =
      Fields.of(
          "etag", "\"a\"",
          "last-modified", "Tue, 26 May 2026 12:00:00 GMT",
          "date", "Tue, 26 May 2026 13:00:00 GMT");

  private static String answer(Fields fields, int status, Conditions asked) {
    Selection selection = Selection.of(asked, status, fields, 10, NOW);
    return selection instanceof Selection.Range range
        ? range.range().toString()
        : selection.getClass().getSimpleName();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          "a"             ;                               ; NotModified
          W/"a"           ;                               ; NotModified
          "b"             ;                               ; Whole
          "b", "a"        ;                               ; NotModified
          "b","a" , "c"   ;                               ; NotModified
          "x,a"           ;                               ; Whole
          *               ;                               ; NotModified
          a               ;                               ; NotModified
          b               ;                               ; Whole
          ''              ; Tue, 26 May 2026 12:00:00 GMT ; NotModified
          ''              ; Tue, 26 May 2026 12:30:00 GMT ; NotModified
          ''              ; Tue, 26 May 2026 11:59:59 GMT ; Whole
          ''              ; Tuesday, 26-May-26 12:00:00 GMT ; NotModified
          ''              ; yesterday                     ; Whole
          # the tag wins over the date
          "b"             ; Tue, 26 May 2026 12:00:00 GMT ; Whole
          "a"             ; Tue, 26 May 2026 11:00:00 GMT ; NotModified
          """)
  void aClientThatHasItIsToldSo(String ifNoneMatch, String ifModifiedSince, String expected) {
    String tag = "''".equals(ifNoneMatch) ? null : ifNoneMatch;

    assertThat(answer(FIELDS, 200, new Conditions(tag, ifModifiedSince, null, null)))
        .isEqualTo(expected);
  }

  @Test
  void withoutATagOnlyTheStarMatches() {
    Fields untagged = Fields.of("date", "Tue, 26 May 2026 13:00:00 GMT");

    assertThat(answer(untagged, 200, new Conditions("\"a\"", null, null, null))).isEqualTo("Whole");
    assertThat(answer(untagged, 200, new Conditions("*", null, null, null)))
        .isEqualTo("NotModified");
  }

  @Test
  void withoutATimeOfChangeTheDateStandsIn() {
    Fields dated = Fields.of("date", "Tue, 26 May 2026 13:00:00 GMT");
    String before = "Tue, 26 May 2026 12:59:59 GMT";
    String after = "Tue, 26 May 2026 13:00:00 GMT";

    assertThat(answer(dated, 200, new Conditions(null, before, null, null))).isEqualTo("Whole");
    assertThat(answer(dated, 200, new Conditions(null, after, null, null)))
        .isEqualTo("NotModified");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          bytes=0-1    ;                                ; Part[first=0, last=1]
          bytes=5-     ;                                ; Part[first=5, last=9]
          bytes=-3     ;                                ; Part[first=7, last=9]
          bytes=10-    ;                                ; Unsatisfiable[]
          bytes=0-1,4- ;                                ; Whole
          lines=0-1    ;                                ; Whole
          bytes=0-1    ; "a"                            ; Part[first=0, last=1]
          bytes=0-1    ; "b"                            ; Whole
          bytes=0-1    ; W/"a"                          ; Whole
          bytes=0-1    ; Tue, 26 May 2026 12:00:00 GMT  ; Part[first=0, last=1]
          bytes=0-1    ; Tue, 26 May 2026 12:30:00 GMT  ; Whole
          """)
  void aPartIsGivenOfWhatTheClientHasTheRestOf(String range, String ifRange, String expected) {
    assertThat(answer(FIELDS, 200, new Conditions(null, null, range, ifRange))).isEqualTo(expected);
  }

  @Test
  void conditionsAndPartsAreForOkAlone() {
    assertThat(answer(FIELDS, 404, new Conditions("\"a\"", null, "bytes=0-1", null)))
        .isEqualTo("Whole");
  }
}
