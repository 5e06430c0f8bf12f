package site.middleware;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import site.http.coding.Coding;

class CodingRulesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | content-type: text/html                                          | true
          404 | content-type: text/html & content-length: 900                    | true
          200 | content-type: application/json & content-length: 512             | true
          200 | content-type: application/json & content-length: 511             | false
          200 | content-type: application/json & content-length: 99999999999999  | true
          200 | content-length: 900                                              | false
          200 | content-type: image/png & content-length: 90000                  | false
          200 | content-type: text/event-stream                                  | false
          200 | content-type: text/html & content-encoding: br                   | false
          200 | content-type: text/html & content-encoding: identity             | false
          206 | content-type: text/html & content-range: bytes 0-999/5000        | false
          200 | content-type: text/html & content-range: bytes 0-999/5000        | false
          204 | content-type: text/html                                          | false
          304 | content-type: text/html                                          | false
          101 | content-type: text/html                                          | false
          200 | content-type: text/html & cache-control: private, No-Transform   | false
          200 | content-type: text/html & cache-control: no-store                | true
          200 | content-type: text/html & repr-digest: sha-256=:abc=:            | false
          200 | content-type: text/html & content-digest: sha-256=:abc=:         | false
          """)
  void onlyWholeTextsOfSomeSizeAreCoded(int status, String fields, boolean expected) {
    assertThat(CodingRules.isCandidate(status, headers(fields))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x: y                  | accept-encoding
          vary: Origin          | Origin,accept-encoding
          vary: Accept-Encoding | Accept-Encoding
          vary: *               | *
          """)
  void cachesAreToldOnce(String fields, String expected) {
    MultiMap headers = headers(fields);

    CodingRules.addVary(headers);

    assertThat(String.join(",", headers.getAll("vary"))).isEqualTo(expected);
  }

  @Test
  void aCodedHeadSaysNothingOfThePlainBytes() {
    MultiMap headers =
        headers("content-length: 900 & accept-ranges: bytes & etag: \"a\" & last-modified: x");

    CodingRules.code(headers, Coding.BR);

    assertThat(headers.get("content-encoding")).isEqualTo("br");
    assertThat(headers.get("etag")).isEqualTo("W/\"a\"");
    assertThat(headers.get("last-modified")).isEqualTo("x");
    assertThat(headers.contains("content-length")).isFalse();
    assertThat(headers.contains("accept-ranges")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          if-none-match: W/"a"      | W/"a"
          if-none-match: "b", W/"a" | W/"a"
          if-none-match: "a"        | "a"
          if-modified-since: x      | "a"
          """)
  void nothingNewIsSaidWithTheTagTheClientKnows(String request, String expected) {
    MultiMap headers = headers("etag: \"a\"");

    CodingRules.notModified(headers(request), headers);

    assertThat(headers.get("etag")).isEqualTo(expected);
    assertThat(headers.contains("vary")).isEqualTo(expected.startsWith("W/"));
  }

  private static MultiMap headers(String fields) {
    MultiMap headers = HttpHeaders.headers();
    for (String field : fields.split(" & ", -1)) {
      int colon = field.indexOf(": ");
      headers.add(field.substring(0, colon), field.substring(colon + 2));
    }
    return headers;
  }
}
