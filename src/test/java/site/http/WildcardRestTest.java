package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WildcardRestTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /old/*     | /old/a/b      | a/b
          /old/*     | /old/         | ''
          /old/*     | /old          | ''
          /old/*     | /old/a%20b/   | a%20b/
          /old/*     | /old/%2F%2Fx  | %2F%2Fx
          /old/*     | /old//x       | x
          /old/*     | /old///x      | x
          /two/old/* | /two/old/x    | x
          /über/*    | /%C3%BCber/%C3%A4 | %C3%A4
          /*         | /a/b          | a/b
          /*         | /             | ''
          *.pdf      | /a/b.pdf      | a/b
          *.pdf      | /.pdf         | ''
          *          | /a            | a
          """)
  void isWhatTheStarStoodFor(String pattern, String path, String rest) {
    assertThat(WildcardRest.of(pattern, BareServer.path(path))).isEqualTo(rest);
  }

  @ParameterizedTest
  @CsvSource({"/old/*, true", "*.pdf, true", "/old, false", "~ ^/v[0-9]*, false", "/a*, false"})
  void isOnlyThereWithAStar(String pattern, boolean expected) {
    assertThat(WildcardRest.isIn(pattern)).isEqualTo(expected);
  }
}
