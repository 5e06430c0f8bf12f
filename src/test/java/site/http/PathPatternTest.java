package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource({
    "/x, /x, true",
    "/x, /x/, false",
    "/x, /xy, false",
    "/, /, true",
    "/, /x, false",
    "/x/*, /x, true",
    "/x/*, /x/, true",
    "/x/*, /x/y/z, true",
    "/x/*, /xy, false",
    "/x/*, /X/y, false",
    "/x/*, /y/x/z, false",
    "/*, /, true",
    "/*, /anything/at/all, true",
    "*.pdf, /a/b.pdf, true",
    "*.pdf, /a/b.pdf/c, false",
    "*.pdf, /a/b.PDF, false",
    "~ ^/v[0-9]+/, /v2/users, true",
    "~ ^/v[0-9]+/, /v/users, false",
    "~ users$, /v2/users, true",
    "~^/a b$, /a b, true",
    "/caf\u00e9/*, /caf\u00e9/menu, true",
    "/a%2Fb/*, /a%2Fb/c, true",
    "/a%2Fb/*, /a/b/c, false",
  })
  void matchesAsItsFormSays(String pattern, String path, boolean matches) {
    assertThat(PathPattern.of(pattern).matches(path)).isEqualTo(matches);
  }
}
