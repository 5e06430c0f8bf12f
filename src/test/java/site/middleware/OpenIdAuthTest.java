package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenIdAuthTest {

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET,  navigate,    */*,                -,         true",
        "HEAD, navigate,    */*,                -,         true",
        "GET,  cors,        text/html,          -,         false",
        "GET,  no-cors,     image/png,          -,         false",
        "GET,  -,           'text/html,*/*',    -,         true",
        "GET,  -,           application/json,   -,         false",
        "GET,  -,           -,                  -,         false",
        "POST, navigate,    text/html,          -,         false",
        "GET,  websocket,   */*,                websocket, false",
        "GET,  -,           text/html,          websocket, false",
      })
  void onlyBrowsersThatGoToAPageAreSentToLogIn(
      String method, String mode, String accept, String upgrade, boolean page) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    add(headers, "sec-fetch-mode", mode);
    add(headers, "accept", accept);
    add(headers, "upgrade", upgrade);

    assertThat(OpenIdAuth.goesToAPage(method, headers)).isEqualTo(page);
  }

  private static void add(MultiMap headers, String name, String value) {
    if (value != null) {
      headers.add(name, value);
    }
  }
}
