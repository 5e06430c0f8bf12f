package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.HttpDate;

class TermsTest {
  private static final Instant NOW = Instant.parse("2026-05-26T14:00:00Z");
  private static final long MILLIS = NOW.toEpochMilli();

  /** Fields are divided by {@code |}; a number behind {@code @} is a date, seconds from now. */
  private static Fields fields(String text) {
    List<Fields.Field> all = new ArrayList<>();
    for (String line : text.split("\\|", -1)) {
      String[] parts = line.trim().split(": ?", 2);
      String value = parts.length < 2 ? "" : parts[1];
      all.add(new Fields.Field(parts[0], value.startsWith("@") ? date(value) : value));
    }
    return new Fields(all);
  }

  private static String date(String offset) {
    return HttpDate.format(NOW.plusSeconds(Long.parseLong(offset.substring(1))));
  }

  private static Terms terms(int status, String fields) {
    return Terms.of(status, fields(fields), new Terms.Moments(MILLIS, MILLIS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          # explicit, the shared one first (RFC 9111 4.2.1)
          cache-control: max-age=60                                           ; 60
          cache-control: max-age=60, s-maxage=5                               ; 5
          cache-control: s-maxage=60, max-age=5                               ; 60
          cache-control: max-age=60 | expires: @-100                          ; 60
          cache-control: max-age=0 | expires: @100                            ; 0
          cache-control: max-age=no | expires: @100                           ; 0
          expires: @100 | date: @0                                            ; 100
          expires: @100 | date: @-50                                          ; 150
          expires: @100                                                       ; 100
          expires: @0 | date: @0                                              ; 0
          expires: @-100 | date: @0                                           ; 0
          # dates that cannot be read are in the past (RFC 9111 5.3)
          expires: 0 | date: @0                                               ; 0
          expires: -1                                                         ; 0
          expires: | date: @0                                                 ; 0
          expires: Tue 26 May 2026 15:00:00 GMT                               ; 0
          expires: Tue, 26 May 2026 15:00:00 UTC                              ; 0
          expires: Tue, 26 May 2026 5:00:00 GMT                               ; 0
          expires: @100 | expires: @0                                         ; 0
          expires: Tuesday, 26-May-26 15:00:00 GMT                            ; 3600
          # what is meant for caches like this one (RFC 9213)
          cdn-cache-control: max-age=60                                       ; 60
          cdn-cache-control: max-age=60 | cache-control: max-age=5            ; 60
          cdn-cache-control: max-age=5 | cache-control: s-maxage=60           ; 5
          cdn-cache-control: max-age=60 | cache-control: no-store             ; 60
          cdn-cache-control: private | expires: @100                          ; 0
          cdn-cache-control: max-age=0 | expires: @100                        ; 0
          cdn-cache-control: max-age=99999999999                              ; 2147483647
          cdn-cache-control: MAX-AGE=60 | cache-control: max-age=5            ; 5
          cdn-cache-control: | cache-control: max-age=5                       ; 5
          # a tenth of the time without a change, a day at most (RFC 9111 4.2.2)
          last-modified: @-1000 | date: @0                                    ; 100
          last-modified: @-5 | date: @0                                       ; 0
          last-modified: @1000 | date: @0                                     ; 0
          last-modified: @-100000000 | date: @0                               ; 86400
          last-modified: yesterday                                            ; 0
          date: @0                                                            ; 0
          """)
  void theLifetimeIsWhatTheOriginSaysOrAGuess(String fields, long seconds) {
    assertThat(terms(200, fields).lifetimeMillis()).isEqualTo(seconds * 1000);
  }

  @ParameterizedTest
  @CsvSource({
    "200, true", "201, false", "202, false", "203, true", "204, true", "300, true", "301, true",
    "302, false", "308, true", "403, false", "404, true", "405, true", "410, true", "414, true",
    "500, false", "501, true", "502, false", "503, false", "504, false", "599, false"
  })
  void aLifetimeIsGuessedForTheStatusesThatAllowIt(int status, boolean guessed) {
    assertThat(terms(status, "last-modified: @-1000 | date: @0").lifetimeMillis() > 0)
        .isEqualTo(guessed);
    assertThat(terms(status, "last-modified: @-1000 | cache-control: public").lifetimeMillis() > 0)
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          date: @0                      ; 0    ; 0
          date: @-30                    ; 0    ; 30
          date: @30                     ; 0    ; 0
          age: 30                       ; 0    ; 30
          age: 30 | date: @-50          ; 0    ; 50
          age: 50 | date: @-30          ; 0    ; 50
          age: 30                       ; 7    ; 37
          age: 30, 5                    ; 0    ; 30
          age: 5, 30                    ; 0    ; 5
          age: 5 | age: 30              ; 0    ; 5
          age: abc                      ; 0    ; 0
          age: -7200                    ; 0    ; 0
          age: 7200.0                   ; 0    ; 0
          age: 99999999999              ; 0    ; 2147483647
          """)
  void theAgeOnArrivalIsTheWorseOfTwoMeasures(String fields, long delay, long seconds) {
    Terms.Moments at = new Terms.Moments(MILLIS - delay * 1000, MILLIS);

    assertThat(Terms.of(200, fields(fields), at).ageMillis(MILLIS)).isEqualTo(seconds * 1000);
  }

  @Test
  void theAgeGrowsWithTheTimeItIsStored() {
    Terms terms = terms(200, "cache-control: max-age=60 | age: 20");

    assertThat(terms.ageMillis(MILLIS + 5_000)).isEqualTo(25_000);
    assertThat(terms.freshForMillis(MILLIS + 5_000)).isEqualTo(35_000);
    assertThat(terms.freshForMillis(MILLIS + 50_000)).isEqualTo(-10_000);
    assertThat(terms.ageMillis(MILLIS - 5_000)).as("clock set back").isEqualTo(20_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          # directives                                                         ; answer after  ; expected
          max-age=60                                 ; ''                      ; 0    ; FRESH
          max-age=60                                 ; ''                      ; 59   ; FRESH
          max-age=60                                 ; ''                      ; 60   ; VALIDATED
          max-age=60, no-cache                       ; ''                      ; 0    ; VALIDATED
          max-age=60, no-cache="set-cookie"          ; ''                      ; 0    ; FRESH
          max-age=60, must-revalidate                ; ''                      ; 0    ; FRESH
          # the client's wishes (RFC 9111 5.2.1)
          max-age=60                                 ; no-cache                ; 0    ; VALIDATED
          max-age=60                                 ; max-age=0               ; 1    ; VALIDATED
          max-age=60                                 ; max-age=10              ; 9    ; FRESH
          max-age=60                                 ; max-age=10              ; 11   ; VALIDATED
          max-age=60                                 ; max-age=10, max-stale=5 ; 14   ; STALE
          max-age=60                                 ; min-fresh=30            ; 30   ; FRESH
          max-age=60                                 ; min-fresh=30            ; 31   ; VALIDATED
          max-age=60                                 ; max-stale               ; 6000 ; STALE
          max-age=60                                 ; max-stale=10            ; 70   ; STALE
          max-age=60                                 ; max-stale=10            ; 71   ; VALIDATED
          max-age=60, must-revalidate                ; max-stale               ; 61   ; VALIDATED
          max-age=60, proxy-revalidate               ; max-stale               ; 61   ; VALIDATED
          s-maxage=60                                ; max-stale               ; 61   ; VALIDATED
          max-age=60, no-cache                       ; max-stale               ; 61   ; VALIDATED
          # while it is refreshed (RFC 5861 3)
          max-age=60, stale-while-revalidate=30      ; ''                      ; 61   ; STALE_WHILE_REVALIDATED
          max-age=60, stale-while-revalidate=30      ; ''                      ; 89   ; STALE_WHILE_REVALIDATED
          max-age=60, stale-while-revalidate=30      ; ''                      ; 90   ; VALIDATED
          max-age=60, stale-while-revalidate=30, must-revalidate ; ''          ; 61   ; VALIDATED
          max-age=60, stale-while-revalidate=30      ; no-cache                ; 61   ; VALIDATED
          """)
  void aStoredResponseIsUsedAsItsTermsAndTheRequestAllow(
      String cacheControl, String asked, long after, Reuse expected) {
    Terms terms = terms(200, "date: @0 | cache-control: " + cacheControl);
    Asked request =
        asked.equals("''") ? Asked.NOTHING : Asked.of(List.of(asked.split("\\|\\|")), List.of());

    assertThat(Reuse.decide(terms, request, Terms.Defaults.NONE, MILLIS + after * 1000))
        .isEqualTo(expected);
  }

  @Test
  void theOperatorSaysHowStaleWhereTheOriginIsSilent() {
    Terms.Defaults half = new Terms.Defaults(30_000, 30_000);
    Terms silent = terms(200, "date: @0 | cache-control: max-age=60");
    Terms strict = terms(200, "date: @0 | cache-control: max-age=60, stale-while-revalidate=0");
    Terms never = terms(200, "date: @0 | cache-control: max-age=60, must-revalidate");

    assertThat(Reuse.decide(silent, Asked.NOTHING, half, MILLIS + 80_000))
        .isEqualTo(Reuse.STALE_WHILE_REVALIDATED);
    assertThat(Reuse.decide(strict, Asked.NOTHING, half, MILLIS + 80_000))
        .isEqualTo(Reuse.VALIDATED);
    assertThat(Reuse.isAllowedOnError(silent, half, MILLIS + 80_000)).isTrue();
    assertThat(Reuse.isAllowedOnError(silent, half, MILLIS + 91_000)).isFalse();
    assertThat(Reuse.isAllowedOnError(silent, Terms.Defaults.NONE, MILLIS + 80_000)).isFalse();
    assertThat(Reuse.isAllowedOnError(never, half, MILLIS + 80_000)).isFalse();
  }

  @Test
  void pragmaCountsInRequestsWithoutCacheControl() {
    assertThat(Asked.of(List.of(), List.of("no-cache")).noCache()).isTrue();
    assertThat(Asked.of(List.of(), List.of("foo")).noCache()).isFalse();
    assertThat(Asked.of(List.of("max-age=5"), List.of("no-cache")).noCache()).isFalse();
    assertThat(terms(200, "pragma: no-cache | cache-control: max-age=9").validateAlways())
        .isFalse();
  }
}
