package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoringTest {
  private static final long NOW = 1_780_000_000_000L;
  private static final Storing.Question PLAIN = new Storing.Question(false, false, false);
  private static final Storing.Question AUTHORIZED = new Storing.Question(true, false, false);
  private static final Storing.Question WITH_COOKIE = new Storing.Question(false, true, false);
  private static final String OLD = "last-modified: Thu, 01 Jan 2015 00:00:00 GMT";

  private static Fields fields(String text) {
    List<Fields.Field> all = new ArrayList<>();
    for (String line : text.split("\\|", -1)) {
      String[] parts = line.trim().split(": ", 2);
      all.add(new Fields.Field(parts[0], parts[1]));
    }
    return new Fields(all);
  }

  private static String refusal(Storing.Question question, int status, String fields) {
    return Storing.refusal(question, status, fields(fields), NOW).orElse("stored");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          200 ; cache-control: max-age=60                              ; stored
          200 ; cache-control: MAX-AGE=60                              ; stored
          200 ; cdn-cache-control: max-age=60 | cache-control: no-store ; stored
          200 ; cache-control: max-age=60, no-store                    ; no-store
          200 ; cache-control: no-store                                ; no-store
          200 ; cache-control: No-StOrE, max-age=60                    ; no-store
          200 ; cache-control: x="no-store", max-age=60                ; stored
          200 ; cdn-cache-control: no-store | cache-control: max-age=9 ; no-store
          200 ; cache-control: private, max-age=60                     ; private
          200 ; cache-control: private="x-a", max-age=60               ; stored
          200 ; cache-control: max-age=0                               ; stale
          200 ; cache-control: max-age=0 | etag: "a"                   ; stored
          200 ; cache-control: no-cache | etag: "a"                    ; stored
          200 ; cache-control: no-cache                                ; stale
          200 ; cache-control: max-age=0, stale-while-revalidate=9     ; stored
          200 ; etag: "a"                                              ; no lifetime
          200 ; last-modified: Thu, 01 Jan 2015 00:00:00 GMT           ; stored
          201 ; last-modified: Thu, 01 Jan 2015 00:00:00 GMT           ; no lifetime
          201 ; cache-control: max-age=60                              ; stored
          206 ; cache-control: max-age=60                              ; status 206
          304 ; cache-control: max-age=60                              ; status 304
          404 ; cache-control: max-age=60                              ; stored
          503 ; cache-control: max-age=60                              ; stored
          599 ; cache-control: max-age=60                              ; stored
          # RFC 9111 5.2.2.3
          200 ; cache-control: max-age=60, no-store, must-understand   ; stored
          599 ; cache-control: max-age=60, must-understand             ; no-store
          # RFC 9111 4.1
          200 ; cache-control: max-age=60 | vary: *                    ; vary
          200 ; cache-control: max-age=60 | vary: accept, *            ; vary
          200 ; cache-control: max-age=60 | vary: accept               ; stored
          # cookies are for one
          200 ; cache-control: max-age=60 | set-cookie: a=b            ; set-cookie
          200 ; last-modified: Thu, 01 Jan 2015 00:00:00 GMT | set-cookie: a=b ; set-cookie
          200 ; cache-control: max-age=60, public | set-cookie: a=b    ; stored
          200 ; cache-control: s-maxage=60 | set-cookie: a=b           ; stored
          200 ; cdn-cache-control: max-age=60 | set-cookie: a=b        ; stored
          200 ; cache-control: max-age=60, no-cache="set-cookie" | set-cookie: a=b ; stored
          """)
  void whatMayBeStoredIsStored(int status, String fields, String expected) {
    assertThat(refusal(PLAIN, status, fields)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          max-age=60                  ; authorization
          max-age=60, public          ; stored
          max-age=60, must-revalidate ; stored
          s-maxage=60                 ; stored
          private, max-age=60         ; private
          """)
  void anAnswerToAnAuthorizedRequestIsStoredOnlyIfItSaysSo(String said, String expected) {
    assertThat(refusal(AUTHORIZED, 200, "cache-control: " + said)).isEqualTo(expected);
  }

  @Test
  void nothingIsGuessedWhereTheRequestHadACookie() {
    assertThat(refusal(WITH_COOKIE, 200, OLD)).isEqualTo("no lifetime");
    assertThat(refusal(WITH_COOKIE, 200, "cache-control: max-age=60")).isEqualTo("stored");
  }

  @Test
  void aRequestMayForbidIt() {
    Storing.Question noStore = new Storing.Question(false, false, true);

    assertThat(refusal(noStore, 200, "cache-control: max-age=60")).isEqualTo("request no-store");
  }

  @Test
  void fieldsThatAreNamedAreWithheld() {
    Fields fields = fields("cache-control: private=\"x-a\", no-cache=\"Set-Cookie\"");

    assertThat(Terms.withheldFields(fields)).isEqualTo(Set.of("x-a", "set-cookie"));
  }
}
