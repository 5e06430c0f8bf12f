package site.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import site.cache.Freshening.Verdict;
import site.http.Authority;

/** What newer responses and changes do to what is stored. */
class UpdatesTest {
  @Test
  void aValidationUpdatesFieldsButNotWhatDescribesTheContent() {
    Fields stored =
        Fields.of(
            "etag",
            "\"a\"",
            "x-old",
            "1",
            "x-both",
            "1",
            "x-both",
            "2",
            "age",
            "10",
            "content-encoding",
            "gzip",
            "content-type",
            "text/plain");
    Fields newer =
        Fields.of(
            "etag",
            "\"b\"",
            "x-both",
            "3",
            "x-new",
            "4",
            "content-encoding",
            "br",
            "content-length",
            "0",
            "content-type",
            "text/html",
            "set-cookie",
            "a=b");

    Fields updated = Freshening.update(stored, newer);

    assertThat(updated)
        .isEqualTo(
            Fields.of(
                "etag",
                "\"a\"",
                "x-old",
                "1",
                "content-encoding",
                "gzip",
                "x-both",
                "3",
                "x-new",
                "4",
                "content-type",
                "text/html"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      textBlock =
          """
          200 ; x            ; 1        ; UPDATE
          200 ; etag         ; "a"      ; UPDATE
          200 ; etag         ; "b"      ; REMOVE
          200 ; content-length ; 10     ; UPDATE
          200 ; content-length ; 11     ; REMOVE
          200 ; last-modified ; Tue, 26 May 2026 12:00:00 GMT ; REMOVE
          200 ; cache-control ; no-store ; REMOVE
          200 ; cache-control ; private ; REMOVE
          404 ; x            ; 1        ; NOTHING
          304 ; x            ; 1        ; NOTHING
          """)
  void anAnswerToHeadTellsWhetherWhatIsStoredIsStillTheSame(
      int status, String name, String value, Verdict expected) {
    Fields stored = Fields.of("etag", "\"a\"", "date", "x");

    assertThat(Freshening.ofHead(200, stored, 10, status, Fields.of(name, value)))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "M-SEARCH", "WHATEVER"})
  void unsafeAndUnknownMethodsChangeThings(String method) {
    assertThat(Invalidation.isSafe(method)).isFalse();
  }

  @Test
  void whatASuccessfulChangeNamesOfTheSameOriginIsOutdated() {
    String target = "http://a.test/x?y=1";
    List<String> named = List.of("/new", "sub/z?q=1", "http://a.test:80/abs", "http://b.test/x");

    assertThat(Invalidation.keys(target, 201, named))
        .containsExactly(
            target, "http://a.test/new", "http://a.test/sub/z?q=1", "http://a.test/abs");
    assertThat(Invalidation.keys(target, 303, List.of())).containsExactly(target);
    assertThat(Invalidation.keys(target, 404, named)).isEmpty();
    assertThat(Invalidation.keys(target, 500, named)).isEmpty();
    assertThat(Invalidation.keys(target, 200, List.of("http://[", "", "https://a.test/s")))
        .containsExactly(target, "http://a.test/x?y=1");
  }

  @ParameterizedTest
  @CsvSource({
    "http,  a.test, -1,  /x,  ,    http://a.test/x",
    "http,  a.test, 80,  /x,  ,    http://a.test/x",
    "http,  a.test, 443, /x,  ,    http://a.test:443/x",
    "https, a.test, 443, /x,  y=1, https://a.test/x?y=1",
    "https, ::1,    -1,  /,   '',  https://[::1]/?"
  })
  void anAddressHasNoPortThatGoesWithoutSaying(
      String scheme, String host, int port, String path, String query, String key) {
    assertThat(CacheKey.of(scheme, new Authority(host, port), path, query)).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test/x,        http://a.test/x,     true",
    "https://a.test/x,       http://a.test/x,     true",
    "https://A.Test:443/x,   https://a.test/x,    true",
    "http://a.test/x,        http://a.test/x?y=1, false",
    "http://a.test/x?y=1,    http://a.test/x?y=1, true",
    "http://a.test/,         http://a.test/x,     false",
    "http://a.test,          http://a.test/,      true",
    "a.test/x,               http://a.test/x,     true",
    "not a url,              http://a.test/x,     false"
  })
  void aPurgeOfAUrlIsAboutThatAddressOnly(String url, String key, boolean about) {
    assertThat(new Purge.Url(url).isAbout(key, java.util.Set.of())).isEqualTo(about);
  }

  @Test
  void aPurgeMayBeAboutABeginningOrATag() {
    String key = "https://a.test/img/x.png";
    java.util.Set<String> tags = java.util.Set.of("news");

    assertThat(new Purge.Prefix("https://a.test/img/").isAbout(key, tags)).isTrue();
    assertThat(new Purge.Prefix("https://a.test/im").isAbout(key, tags)).isTrue();
    assertThat(new Purge.Prefix("https://a.test/css/").isAbout(key, tags)).isFalse();
    assertThat(new Purge.Tag("news").isAbout(key, tags)).isTrue();
    assertThat(new Purge.Tag("new").isAbout(key, tags)).isFalse();
  }
}
