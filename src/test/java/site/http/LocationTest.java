package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /a/b        |        | /a/b
          /a          | b=c&d  | /a?b=c&d
          /a          | ''     | /a?
          //evil.test |        | /evil.test
          ////evil    |        | /evil
          ''          |        | /
          evil        |        | /evil
          /\\evil.test |        | /%5Cevil.test
          /%C3%BC%0D  |        | /%C3%BC%0D
          /ü          | ü      | /%C3%BC?%C3%BC
          /a b"<>     | x y    | /a%20b%22%3C%3E?x%20y
          """)
  void neverLeavesTheHost(String path, String query, String expected) {
    assertThat(Location.onThisHost(path, query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"'a\r\nset-cookie: x', a%0D%0Aset-cookie:%20x", "'\u0000', %00", "'\u007f', %7F"})
  void encodesWhatWouldEndTheField(String text, String expected) {
    assertThat(Location.safe(text)).isEqualTo(expected);
  }
}
