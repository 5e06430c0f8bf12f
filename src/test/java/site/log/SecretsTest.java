package site.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource({
    "/x, /x",
    "/x?a=b&c=d, /x?a=b&c=d",
    "/x?access_token=abc.def&a=b, /x?access_token=***&a=b",
    "/x?a=b&Password=p%20w, /x?a=b&Password=***",
    "token=abc, token=***",
    "/x?tokens=3&mytoken=4, /x?tokens=3&mytoken=4",
    "/x?token=, /x?token=",
    "https://a.example/?api_key=1;secret=2#top, https://a.example/?api_key=***;secret=***#top"
  })
  void valuesOfSecretParametersAreNotShown(String text, String shown) {
    assertThat(Secrets.withoutSecrets(text)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$http_authorization",
        "$http_cookie",
        "$http_proxy_authorization",
        "$sent_http_set_cookie",
        "$http_x_api_key"
      })
  void aFormatThatAsksForASecretIsRefused(String format) {
    assertThatThrownBy(() -> AccessFormat.compile(format, ZoneOffset.UTC))
        .hasMessageContaining(format)
        .hasMessageContaining("never logged");
  }

  @Test
  void noFormatOfOursShowsOne() {
    AccessEntry entry =
        Entries.of(
            "GET /login?access_token=SECRET HTTP/1.1\r\nhost: a.example\r\ncookie: id=SECRET\r\n"
                + "authorization: Bearer SECRET\r\nreferer: https://a.example/?token=SECRET\r\n");

    for (String format : new String[] {"combined", "main", "common", "json"}) {
      assertThat(AccessFormat.compile(format, ZoneOffset.UTC).line(entry))
          .contains("access_token=***")
          .doesNotContain("SECRET");
    }
  }
}
