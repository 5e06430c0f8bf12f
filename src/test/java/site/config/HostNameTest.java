package site.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "Example.COM, example.com",
    "localhost, localhost",
    "pc_builder, pc_builder",
    "bücher.example, xn--bcher-kva.example",
    "*.BÜCHER.example, *.xn--bcher-kva.example",
    "*, *",
    "192.0.2.1, 192.0.2.1",
    "2001:DB8:0:0:0:0:0:1, 2001:db8::1",
    "[::1], ::1",
  })
  void aHostHasOneForm(String text, String canonical) {
    assertThat(HostName.canonical(text)).contains(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        ".a",
        "a.",
        "-a",
        "a-",
        "a b",
        "a/b",
        "a:80",
        "*a.b",
        "a.*.b",
        "*.*.b",
        "**",
        "*.",
        "1.2.3",
        "999.1.1.1",
        "[a]",
        "*.192.0.2.1",
        "a\u0000b",
        "\ud800.test"
      })
  void whatNoRequestCanNameIsNoHost(String text) {
    assertThat(HostName.canonical(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, true",
    "*.example.com, true",
    "localhost, false",
    "a.localhost, false",
    "printer.local, false",
    "shop.example, false",
    "router.home.arpa, false",
    "intranet, false",
    "192.0.2.1, false",
    "2001:db8::1, false",
    "*, false",
    "*.test, false",
  })
  void authoritiesVouchForPublicNamesOnly(String host, boolean isPublic) {
    assertThat(HostName.isPublic(host)).isEqualTo(isPublic);
  }
}
