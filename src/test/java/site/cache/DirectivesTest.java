package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DirectivesTest {
  /** Lines of the field are divided by {@code ||}. */
  static List<String> lines(String field) {
    return field == null ? List.of() : Arrays.asList(field.split("\\|\\|", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          # usual
          max-age=3600                          ; 3600
          MaX-aGe=3600                          ; 3600
          public,max-age=5                      ; 5
          foobar, max-age=5,                    ; 5
          ,, max-age=5                          ; 5
          max-age=5 , public                    ; 5
          foo||max-age=5                        ; 5
          max-age=5; 5
          # odd numbers
          max-age=0                             ; 0
          max-age=003600                        ; 3600
          max-age=2147483647                    ; 2147483647
          max-age=2147483648                    ; 2147483647
          max-age=99999999999999999999999       ; 2147483647
          # a quoted number is a number, and so is an escaped one
          max-age="3600"                        ; 3600
          max-age="36\\00"                      ; 3600
          # what is no number makes stale (RFC 9111 4.2.1)
          max-age                               ; 0
          max-age=                              ; 0
          max-age=-1                            ; 0
          max-age=+1                            ; 0
          max-age='3600'                        ; 0
          max-age=3600.0                        ; 0
          max-age=100a                          ; 0
          max-age=a100                          ; 0
          max-age= 3600                         ; 0
          max-age=3 600                         ; 0
          # of several the first
          max-age=1, max-age=1800               ; 1
          max-age=1800, max-age=1               ; 1800
          max-age=1||max-age=1800               ; 1
          # not in quotes, not in a longer name
          ext="max-age=3600"                    ; -1
          ext="max-age=3600", max-age=1         ; 1
          max-age=1, ext="max-age=3600"         ; 1
          ext="a\\", max-age=3600", max-age=1   ; 1
          ext="unterminated, max-age=1          ; -1
          x-max-age=1                           ; -1
          s-maxage=1                            ; -1
          """)
  void aNumberOfSecondsIsReadFromAnyLineAndFormOrCountsAsZero(String field, long seconds) {
    assertThat(Directives.parse(lines(field)).seconds("max-age")).isEqualTo(seconds);
  }

  @Test
  void anAbsentFieldSaysNothing() {
    assertThat(Directives.parse(List.of()).has("max-age")).isFalse();
    assertThat(Directives.NONE.seconds("max-age")).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          private                        ; true
          private=""                     ; true
          PRIVATE                        ; true
          private="set-cookie"           ; false
          private="a", private           ; true
          public                         ; false
          """)
  void aDirectiveWithFieldNamesIsNotAboutTheWholeResponse(String field, boolean whole) {
    assertThat(Directives.parse(lines(field)).isUnqualified("private")).isEqualTo(whole);
  }

  @Test
  void fieldNamesComeFromAllTheDirectivesOfAName() {
    Directives said = Directives.parse(List.of("no-cache=\"Set-Cookie, X-A\"", "no-cache=x-b"));

    assertThat(said.fieldNames("no-cache")).containsExactlyInAnyOrder("set-cookie", "x-a", "x-b");
    assertThat(said.fieldNames("private")).isEmpty();
  }
}
