package site.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a target says of itself, and what the client gets to see. */
class RedirectsTest {
  private static final Redirects PLAIN =
      new Redirects(Set.of("10.0.0.1:8000", "shop.example"), "https://shop.example", "");
  private static final Redirects BELOW =
      new Redirects(Set.of("10.0.0.1:8000", "shop.example"), "https://shop.example", "/api");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://10.0.0.1:8000/a?b#c  | https://shop.example/a?b#c | https://shop.example/api/a?b#c
          http://10.0.0.1:8000        | https://shop.example       | https://shop.example/api
          http://10.0.0.1:8000?q      | https://shop.example?q     | https://shop.example/api?q
          HTTP://Shop.Example/a       | https://shop.example/a     | https://shop.example/api/a
          //10.0.0.1:8000/a           | https://shop.example/a     | https://shop.example/api/a
          http://10.0.0.1/a           | http://10.0.0.1/a          | http://10.0.0.1/a
          http://10.0.0.1:8000.evil/a | http://10.0.0.1:8000.evil/a | http://10.0.0.1:8000.evil/a
          http://10.0.0.1:8000@evil/a | http://10.0.0.1:8000@evil/a | http://10.0.0.1:8000@evil/a
          https://other.example/a     | https://other.example/a    | https://other.example/a
          /a                          | /a                         | /api/a
          /api/a                      | /api/a                     | /api/a
          /apish                      | /apish                     | /api/apish
          a/b                         | a/b                        | a/b
          ?q                          | ?q                         | ?q
          mailto:a@b                  | mailto:a@b                 | mailto:a@b
          """)
  void redirectsLeadWhereTheClientCanGo(String location, String plain, String below) {
    assertThat(PLAIN.location(location)).isEqualTo(plain);
    assertThat(BELOW.location(location)).isEqualTo(below);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          5; url=/next       | 5; url=/api/next
          0;URL='/next'      | 0;URL='/api/next'
          5                  | 5
          5; url=https://x/y | 5; url=https://x/y
          """)
  void refreshesToo(String refresh, String mapped) {
    assertThat(BELOW.refresh(refresh)).isEqualTo(mapped);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a=b                              | a=b
          a=b; Path=/; HttpOnly            | a=b; Path=/api/; HttpOnly
          a=b; path=/x                     | a=b; Path=/api/x
          a=b; Path=/api/x; Secure         | a=b; Path=/api/x; Secure
          a=b; Domain=10.0.0.1; Path=/     | a=b; Path=/api/
          a=b; domain=.shop.example        | a=b
          a=b; Domain=other.example        | a=b; Domain=other.example
          a=Path=/x; Max-Age=5             | a=Path=/x; Max-Age=5
          """)
  void cookiesComeBack(String cookie, String mapped) {
    assertThat(BELOW.cookie(cookie)).isEqualTo(mapped);
  }

  @Test
  void everyFieldOfAResponseIsMapped() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("Location", "/a")
            .add("Content-Location", "/b")
            .add("Refresh", "1; url=/c")
            .add("Set-Cookie", "d=e; Path=/")
            .add("Set-Cookie", "f=g")
            .add("Link", "</h>");

    BELOW.apply(headers);

    assertThat(headers.get("location")).isEqualTo("/api/a");
    assertThat(headers.get("content-location")).isEqualTo("/api/b");
    assertThat(headers.get("refresh")).isEqualTo("1; url=/api/c");
    assertThat(headers.getAll("set-cookie")).containsExactly("d=e; Path=/api/", "f=g");
    assertThat(headers.get("link")).isEqualTo("</h>");
  }
}
