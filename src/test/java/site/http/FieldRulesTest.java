package site.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        ":method,GET",
        ":method,PROPFIND",
        ":scheme,https",
        ":path,/",
        ":path,*",
        "te,trailers",
        "x-a,''",
        "x-a,a\tb c",
        "x-a,ÿ",
        "x_a.b~c,1"
      })
  void passesWhatHttp1CanSayToo(String name, String value) {
    List<Map.Entry<String, String>> fields = fields(name, value);

    assertThat(FieldRules.faultInRequest(fields)).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(":method", "G T"),
        Arguments.of(":method", ""),
        Arguments.of(":scheme", "ftp"),
        Arguments.of(":path", ""),
        Arguments.of(":status", "200"),
        Arguments.of(":protocol", "websocket"),
        Arguments.of("", "a"),
        Arguments.of("X-A", "a"),
        Arguments.of("x a", "a"),
        Arguments.of("x:a", "a"),
        Arguments.of("x\r\na", "a"),
        Arguments.of("x-a", "a\r\nb: c"),
        Arguments.of("x-a", "a\nb"),
        Arguments.of("x-a", "a\rb"),
        Arguments.of("x-a", "a\0b"),
        Arguments.of("x-a", "a\177b"),
        Arguments.of("x-a", " a"),
        Arguments.of("x-a", "a "),
        Arguments.of("x-a", "\ta"),
        Arguments.of("connection", "close"),
        Arguments.of("keep-alive", "timeout=5"),
        Arguments.of("proxy-connection", "close"),
        Arguments.of("transfer-encoding", "chunked"),
        Arguments.of("upgrade", "h2c"),
        Arguments.of("te", "gzip"),
        Arguments.of("te", "trailers, gzip"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void findsWhatWouldMeanSomethingElseInHttp1(String name, String value) {
    assertThat(FieldRules.faultInRequest(fields(name, value))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {":path", ":method", ":authority", "connection", "X-A"})
  void trailersHaveNoPseudoFieldsBesides(String name) {
    assertThat(FieldRules.faultInTrailers(fields(name, "/"))).isPresent();
  }

  private static List<Map.Entry<String, String>> fields(String name, String value) {
    return List.of(Map.entry(name, value));
  }
}
