package site.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # target                        | query | location
          /new                            |       | /new
          /new                            | a=b   | /new?a=b
          /new/{rest}                     |       | /new/a%20b/c
          /new/{rest}                     | a=b   | /new/a%20b/c?a=b
          /new?                           | a=b   | /new
          /new?x=1                        | a=b   | /new?x=1
          /new?x=1&{query}                | a=b   | /new?x=1&a=b
          /new?{query}                    |       | /new
          /new?from={path}                | a=b   | /new?from=/old/a%20b/c
          /new#part                       | a=b   | /new?a=b#part
          /new#{rest}                     |       | /new#a%20b/c
          /v2{path}                       |       | /v2/old/a%20b/c
          {path}/more                     |       | /old/a%20b/c/more
          /{rest}                         |       | /a%20b/c
          /{path}                         |       | /old/a%20b/c
          https://new.test                |       | https://new.test
          https://new.test                | a=b   | https://new.test?a=b
          https://new.test/               | a=b   | https://new.test/?a=b
          https://new.test{path}          | a=b   | https://new.test/old/a%20b/c?a=b
          https://new.test:8443/{rest}    |       | https://new.test:8443/a%20b/c
          https://{host}{path}            |       | https://site.test/old/a%20b/c
          https://www.{host}/             |       | https://www.site.test/
          https://{host}:8443/            |       | https://site.test:8443/
          https://[2001:db8::1]/          |       | https://[2001:db8::1]/
          //cdn.test/{rest}               |       | //cdn.test/a%20b/c
          /über                           |       | /%C3%BCber
          """)
  void isFilledInByTheRequest(String to, String query, String location) {
    assertThat(location(to, query, "a%20b/c", "/old/a%20b/c")).isEqualTo(location);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /{rest}   | /evil.test          | /old//evil.test | /evil.test
          /{rest}   | //evil.test         | /old/           | /evil.test
          /{rest}   | \\evil.test         | /old/           | /%5Cevil.test
          /{rest}   | %5Cevil.test        | /old/           | /%5Cevil.test
          /{rest}   | https://evil.test   | /old/           | /https://evil.test
          /{rest}   | %0D%0Aset-cookie:x  | /old/           | /%0D%0Aset-cookie:x
          /{path}   | x                   | //evil.test     | /evil.test
          {path}    | x                   | //evil.test     | /evil.test
          {path}    | x                   | /%2Fevil.test   | /%2Fevil.test
          https://new.test{path} | x      | @evil.test      | https://new.test/@evil.test
          https://new.test{path} | x      | .evil.test      | https://new.test/.evil.test
          """)
  void cannotBeLedElsewhere(String to, String rest, String path, String location) {
    assertThat(location(to, null, rest, path)).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nset-cookie: x", "\u0000", "\n\n<script>", "ü"})
  void keepsTheFieldInOneLine(String query) {
    assertThat(location("/new?{query}#{query}", query, "", "/")).matches("[!-~]+");
    assertThat(location("/new", query, "", "/")).matches("[!-~]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "new",
        "new/{rest}",
        "{rest}",
        "{host}/x",
        "{query}",
        "?x",
        "#x",
        "https://{rest}",
        "https://{rest}.new.test/",
        "https://new.test{rest}",
        "https://new.test{query}",
        "https://user@new.test/",
        "javascript:alert(1)",
        "https:/new.test",
        "https://",
        "/new/{what}",
        "/new/{}",
        "/new/{Rest}",
      })
  void isRefusedWhenItIsNoneOrItsHostWereTheClientsChoice(String to) {
    assertThatThrownBy(() -> RedirectTarget.parse(to))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  private static String location(String to, String query, String rest, String path) {
    String all = query == null ? "" : query;
    var values = Map.of("rest", rest, "path", path, "host", "site.test", "query", all);
    return RedirectTarget.parse(to).location(values::get, query);
  }
}
