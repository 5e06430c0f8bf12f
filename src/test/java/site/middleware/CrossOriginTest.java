package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.Authority;

class CrossOriginTest {

  @ParameterizedTest(name = "{0} fetch site {1} origin {2}: {3}")
  @CsvSource({
    "GET,     cross-site,  https://evil.example,     true",
    "HEAD,    -,           https://evil.example,     true",
    "OPTIONS, cross-site,  https://evil.example,     true",
    "POST,    same-origin, -,                        true",
    "POST,    none,        -,                        true",
    "POST,    cross-site,  -,                        false",
    "POST,    same-site,   https://x.shop.example,   false",
    "DELETE,  cross-site,  https://evil.example,     false",
    "POST,    cross-site,  https://app.example,      true",
    "POST,    cross-site,  https://app.example.evil, false",
    "POST,    -,           -,                        true",
    "POST,    -,           https://shop.example,     true",
    "POST,    -,           http://shop.example,      true",
    "POST,    -,           https://shop.example:444, false",
    "POST,    -,           https://evil.example,     false",
    "POST,    -,           null,                     false",
    "POST,    '',          -,                        false",
    "SOCKET,  cross-site,  https://evil.example,     false",
    "SOCKET,  same-origin, https://shop.example,     true",
  })
  void whatAPageOfAnotherOriginMadeABrowserSendIsRefusedUnlessItOnlyReads(
      String method, String fetchSite, String origin, boolean permitted) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (!fetchSite.equals("-")) {
      headers.set("Sec-Fetch-Site", fetchSite);
    }
    if (!origin.equals("-")) {
      headers.set("Origin", origin);
    }
    if (method.equals("SOCKET")) {
      headers.set("Upgrade", "websocket");
    }

    var rule = new CrossOrigin(List.of("https://app.example"));

    assertThat(
            rule.permits(
                method.equals("SOCKET") ? "GET" : method,
                headers,
                Authority.parse("shop.example").orElseThrow()))
        .isEqualTo(permitted);
  }
}
